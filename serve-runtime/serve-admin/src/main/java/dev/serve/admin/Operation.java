package dev.serve.admin;

import dev.serve.admin.Caller.Role;
import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One thing that the API does: a route, and its lines in the OpenAPI description. Immutable.
 *
 * @param path below {@link #ROOT}, such as {@code /listeners/{listener}}
 * @param role who may ask for it
 * @param tag what it is listed under
 * @param summary what it does, in a sentence
 * @param parameters of the query and of the header
 * @param body what it takes, which a command need not have but says
 * @param answers by status, what it says
 * @param shape of what it says when it is done; looked at when somebody asks for the description,
 *     as a start need not wait for it
 * @param work does it
 */
record Operation(
        Method method,
        String path,
        Role role,
        String tag,
        String summary,
        List<Parameter> parameters,
        Body body,
        Map<Integer, String> answers,
        Supplier<Shape<?>> shape,
        Work work) {

    /** Where the API begins. */
    static final String ROOT = "/api/v1";

    Operation {
        parameters = List.copyOf(parameters);
        answers = Map.copyOf(answers);
    }

    /** Does what is asked for. Called by many threads at once. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it.
         *
         * @throws ApiProblem if it is not done
         */
        Answer answer(Call call);
    }

    /**
     * A parameter. Immutable.
     *
     * @param in {@code query} or {@code header}
     * @param type in JSON schema's words
     */
    record Parameter(String name, String in, String type, boolean required, String description) {}

    /**
     * What an operation takes. Immutable.
     *
     * @param mediaTypes of which it is; empty without a body
     * @param shape of one in JSON
     */
    record Body(List<String> mediaTypes, Supplier<Shape<?>> shape) {

        static final Body NONE = new Body(List.of(), () -> Shape.OBJECT);

        Body {
            mediaTypes = List.copyOf(mediaTypes);
        }
    }

    /** Something to look at. */
    static Operation look(
            String path, String tag, String summary, Supplier<Shape<?>> shape, Work work) {
        return new Operation(
                Method.GET,
                path,
                Role.VIEWER,
                tag,
                summary,
                List.of(),
                Body.NONE,
                Map.of(200, "What was asked for."),
                shape,
                work);
    }

    /** A command, with a body in JSON unless it deletes. */
    static Operation command(
            Method method,
            String path,
            String tag,
            String summary,
            Supplier<Shape<?>> shape,
            Work work) {
        return new Operation(
                method,
                path,
                Role.OPERATOR,
                tag,
                summary,
                List.of(),
                method.equals(Method.DELETE)
                        ? Body.NONE
                        : new Body(List.of(Json.TYPE), () -> Shape.OBJECT),
                Map.of(200, "Done."),
                shape,
                work);
    }

    /** For another role. */
    Operation by(Role other) {
        return new Operation(
                method, path, other, tag, summary, parameters, body, answers, shape, work);
    }

    /** With a parameter of the query. */
    Operation query(String name, String type, String description) {
        return with(new Parameter(name, "query", type, false, description));
    }

    /** A change of the configuration: with {@code If-Match}, which it must have. */
    Operation ifMatch() {
        return with(new Parameter(
                        "If-Match",
                        "header",
                        "string",
                        true,
                        "The ETag of the configuration that the change was made for."))
                .says(409, "It could not be put in force; nothing has changed.")
                .says(412, "Another version is in force.")
                .says(428, "If-Match is missing.");
    }

    private Operation with(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Operation(method, path, role, tag, summary, more, body, answers, shape, work);
    }

    /** With a body. */
    Operation takes(Supplier<Shape<?>> taken, String... mediaTypes) {
        Body other = new Body(List.of(mediaTypes), taken);
        return new Operation(
                method, path, role, tag, summary, parameters, other, answers, shape, work);
    }

    /** With a configuration, or a part of one, for its body. */
    Operation configured(Supplier<Shape<?>> taken, String... mediaTypes) {
        return takes(taken, mediaTypes).says(422, "It cannot be used; problems says why.");
    }

    /** What an answer of a status means. */
    Operation says(int status, String meaning) {
        Map<Integer, String> more = new LinkedHashMap<>(answers);
        more.put(status, meaning);
        return new Operation(method, path, role, tag, summary, parameters, body, more, shape, work);
    }

    /** With that status instead of 200 when it is done. */
    Operation done(int status, String meaning) {
        Map<Integer, String> other = new LinkedHashMap<>(answers);
        other.remove(200);
        other.put(status, meaning);
        return new Operation(
                method, path, role, tag, summary, parameters, body, other, shape, work);
    }

    /** What it is asked for by: who answers GET answers HEAD. */
    Stream<String> methods() {
        return method.equals(Method.GET) ? Stream.of("GET", "HEAD") : Stream.of(method.text());
    }

    /** Whether it changes something, and so is audited. */
    boolean isCommand() {
        return !method.equals(Method.GET);
    }

    /** The names between braces in its path. */
    List<String> pathParameters() {
        return Stream.of(path.split("/"))
                .filter(part -> part.startsWith("{"))
                .map(part -> part.substring(1, part.length() - 1))
                .toList();
    }
}
