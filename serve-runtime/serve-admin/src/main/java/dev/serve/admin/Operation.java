package dev.serve.admin;

import dev.serve.admin.Caller.Role;
import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param content of what it says when it is done
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
        Content content,
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
     * @param words of which it is one; empty for any
     */
    record Parameter(
            String name,
            String in,
            String type,
            Collection<String> words,
            boolean required,
            String description) {

        Parameter {
            words = List.copyOf(words);
        }
    }

    /**
     * What an operation takes. Immutable.
     *
     * @param mediaTypes of which it is; empty without a body
     * @param content of one in JSON
     */
    record Body(List<String> mediaTypes, Content content) {

        static final Body NONE = new Body(List.of(), Content.OBJECT);

        Body {
            mediaTypes = List.copyOf(mediaTypes);
        }
    }

    /** Something to look at. */
    static Operation look(String path, String tag, String summary, Content content, Work work) {
        return new Operation(
                Method.GET,
                path,
                Role.VIEWER,
                tag,
                summary,
                List.of(),
                Body.NONE,
                Map.of(200, "What was asked for."),
                content,
                work);
    }

    /** A command, with a body in JSON unless it deletes. */
    static Operation command(
            Method method, String path, String tag, String summary, Content content, Work work) {
        return new Operation(
                method,
                path,
                Role.OPERATOR,
                tag,
                summary,
                List.of(),
                method.equals(Method.DELETE)
                        ? Body.NONE
                        : new Body(List.of(Json.TYPE), Content.OBJECT),
                Map.of(200, "Done."),
                content,
                work);
    }

    /** For another role. */
    Operation by(Role other) {
        return new Operation(
                method, path, other, tag, summary, parameters, body, answers, content, work);
    }

    /** With a parameter of the query. */
    Operation query(String name, String type, String description) {
        return with(new Parameter(name, "query", type, List.of(), false, description));
    }

    /** With a parameter of the query that is one of some words. */
    Operation query(String name, Collection<String> words, String description) {
        return with(new Parameter(name, "query", "string", words, false, description));
    }

    /** A change of the configuration: with {@code If-Match}, which it must have. */
    Operation ifMatch() {
        return with(new Parameter(
                        "If-Match",
                        "header",
                        "string",
                        List.of(),
                        true,
                        "The ETag of the configuration that the change was made for."))
                .says(409, "It could not be put in force; nothing has changed.")
                .says(412, "Another version is in force.")
                .says(428, "If-Match is missing.");
    }

    private Operation with(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Operation(method, path, role, tag, summary, more, body, answers, content, work);
    }

    /** With a body. */
    Operation takes(Content taken, String... mediaTypes) {
        Body other = new Body(List.of(mediaTypes), taken);
        return new Operation(
                method, path, role, tag, summary, parameters, other, answers, content, work);
    }

    /** With a configuration, or a part of one, for its body. */
    Operation configured(Content taken, String... mediaTypes) {
        return takes(taken, mediaTypes).says(422, "It cannot be used; problems says why.");
    }

    /** What an answer of a status means. */
    Operation says(int status, String meaning) {
        Map<Integer, String> more = new LinkedHashMap<>(answers);
        more.put(status, meaning);
        return new Operation(
                method, path, role, tag, summary, parameters, body, more, content, work);
    }

    /** With that status instead of 200 when it is done. */
    Operation done(int status, String meaning) {
        Map<Integer, String> other = new LinkedHashMap<>(answers);
        other.remove(200);
        other.put(status, meaning);
        return new Operation(
                method, path, role, tag, summary, parameters, body, other, content, work);
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
