package dev.serve.grpc.json;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to a method: a request that stands for a call. Immutable.
 *
 * @param method the method
 * @param verb method of HTTP, such as {@code GET}; {@code *} is any
 * @param path the paths; null for that of the method itself
 * @param body {@code *} if the body is the message, else the field that it is; empty without a body
 * @param responseBody the field that is the body of the answer; null for all of the message
 */
public record Binding(
        JsonMethod method,
        String verb,
        @Nullable PathTemplate path,
        String body,
        @Nullable FieldDescriptor responseBody) {

    /** The message is the body. */
    static final String WHOLE = "*";

    /** Any method of HTTP. */
    public static final String ANY = "*";

    /** POST on the path of the method. */
    public static Binding direct(JsonMethod method) {
        return new Binding(method, "POST", null, WHOLE, null);
    }

    /**
     * By a rule of the method.
     *
     * @return null if the rule says nothing of a path
     * @throws IllegalArgumentException if something is wrong with it
     */
    static @Nullable Binding of(JsonMethod method, HttpRule rule) {
        String verb = rule.getPatternCase().name();
        String text =
                switch (rule.getPatternCase()) {
                    case GET -> rule.getGet();
                    case PUT -> rule.getPut();
                    case POST -> rule.getPost();
                    case DELETE -> rule.getDelete();
                    case PATCH -> rule.getPatch();
                    case CUSTOM -> {
                        verb = rule.getCustom().getKind().toUpperCase(Locale.ROOT);
                        yield rule.getCustom().getPath();
                    }
                    case PATTERN_NOT_SET -> null;
                };
        if (text == null) {
            return null;
        }
        PathTemplate path = PathTemplate.parse(text);
        for (PathTemplate.Variable variable : path.variables()) {
            FieldPath field = FieldPath.of(method.proto().getInputType(), variable.field());
            if (field == null || !field.isSingle()) {
                throw new IllegalArgumentException(
                        "{"
                                + variable.field()
                                + "} (expected: a field of "
                                + method.proto().getInputType().getFullName()
                                + " that is not repeated)");
            }
        }
        String body = rule.getBody();
        if (!body.isEmpty()
                && !body.equals(WHOLE)
                && FieldPath.of(method.proto().getInputType(), body) == null) {
            throw new IllegalArgumentException(
                    "body: \""
                            + body
                            + "\" (expected: * or a field of "
                            + method.proto().getInputType().getFullName()
                            + ")");
        }
        return new Binding(method, verb, path, body, responseBody(method, rule));
    }

    private static @Nullable FieldDescriptor responseBody(JsonMethod method, HttpRule rule) {
        String name = rule.getResponseBody();
        if (name.isEmpty()) {
            return null;
        }
        FieldDescriptor field = method.proto().getOutputType().findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException(
                    "response_body: \""
                            + name
                            + "\" (expected: a field of "
                            + method.proto().getOutputType().getFullName()
                            + ")");
        }
        return field;
    }

    /** The methods of HTTP that come this way; empty for any. */
    public Set<String> verbs() {
        return switch (verb) {
            case ANY -> Set.of();
            case "GET" -> Set.of("GET", "HEAD");
            default -> Set.of(verb);
        };
    }

    /** The same for two that take the same requests. */
    public String shape() {
        return verb + " " + (path == null ? "/" + method.name() : path.shape());
    }
}
