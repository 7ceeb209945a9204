package dev.serve.admin;

import static dev.serve.admin.Shape.TEXT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The description of the API (OpenAPI 3.1), made of the operations that serve it. Stateless. */
final class OpenApi {

    private static final Pattern WORDS = Pattern.compile("[/{}.-]+");
    private static final String STREAM = "text/event-stream";

    private OpenApi() {}

    static Fields of(List<Operation> operations) {
        Map<String, Fields> schemas = new TreeMap<>();
        Map<String, Map<String, Fields>> paths = new LinkedHashMap<>();
        for (Operation operation : operations) {
            paths.computeIfAbsent(operation.path(), path -> new LinkedHashMap<>())
                    .put(
                            operation.method().text().toLowerCase(Locale.ROOT),
                            described(operation, schemas));
        }
        return new Fields()
                .with("openapi", "3.1.0")
                .with(
                        "info",
                        new Fields()
                                .with("title", "Serve admin API")
                                .with("version", "1")
                                .with(
                                        "description",
                                        "Errors are application/problem+json (RFC 9457). A body needs its Content-Type, a POST without one too. Durations are milliseconds in answers."))
                .with("servers", List.of(new Fields().with("url", Operation.ROOT)))
                .with("security", List.of(new Fields().with("token", List.of()), new Fields()))
                .with("paths", paths)
                .with("components", components(schemas));
    }

    private static Fields described(Operation operation, Map<String, Fields> schemas) {
        Fields described =
                new Fields()
                        .with("operationId", id(operation))
                        .with("tags", List.of(operation.tag()))
                        .with("summary", operation.summary())
                        .with("x-role", operation.role())
                        .with("parameters", parameters(operation));
        if (!operation.body().mediaTypes().isEmpty()) {
            Map<String, Fields> content = new LinkedHashMap<>();
            for (String type : operation.body().mediaTypes()) {
                Shape<?> shape = type.endsWith("json") ? operation.body().content().shape() : TEXT;
                content.put(type, new Fields().with("schema", shape.schema(schemas)));
            }
            described.with("requestBody", new Fields().with("content", content));
        }
        return described.with("responses", answers(operation, schemas));
    }

    /** Such as {@code getListenersListenerRoutes}. */
    private static String id(Operation operation) {
        StringBuilder id = new StringBuilder(operation.method().text().toLowerCase(Locale.ROOT));
        for (String part : WORDS.split(operation.path(), -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.toString();
    }

    private static List<Fields> parameters(Operation operation) {
        List<Fields> parameters = new ArrayList<>();
        for (String name : operation.pathParameters()) {
            parameters.add(
                    parameter(
                            new Operation.Parameter(name, "path", "string", List.of(), true, "")));
        }
        operation.parameters().forEach(each -> parameters.add(parameter(each)));
        return parameters;
    }

    private static Fields parameter(Operation.Parameter parameter) {
        Fields fields =
                new Fields()
                        .with("name", parameter.name())
                        .with("in", parameter.in())
                        .with("required", parameter.required())
                        .with("schema", schema(parameter));
        return parameter.description().isEmpty()
                ? fields
                : fields.with("description", parameter.description());
    }

    private static Fields schema(Operation.Parameter parameter) {
        Fields schema = Shape.type(parameter.type());
        return parameter.words().isEmpty() ? schema : schema.with("enum", parameter.words());
    }

    private static Map<String, Fields> answers(Operation operation, Map<String, Fields> schemas) {
        Map<Integer, String> all = new TreeMap<>(operation.answers());
        if (!operation.body().mediaTypes().isEmpty() || !operation.parameters().isEmpty()) {
            all.put(400, "A parameter or the body means nothing; detail says what is expected.");
        }
        if (!operation.body().mediaTypes().isEmpty()) {
            all.put(413, "The body is too long.");
            all.put(415, "The Content-Type is none of these, or missing.");
        }
        all.put(401, "There is no token, or an unknown one.");
        all.put(403, "It is not for this caller, or for a page of another site.");
        Map<String, Fields> answers = new LinkedHashMap<>();
        all.forEach(
                (status, meaning) ->
                        answers.put(
                                status.toString(), answer(operation, status, meaning, schemas)));
        return answers;
    }

    private static Fields answer(
            Operation operation, int status, String meaning, Map<String, Fields> schemas) {
        Shape<?> shape = status >= 400 ? ApiProblem.SHAPE : operation.content().shape();
        String type =
                status >= 400
                        ? ApiProblem.MEDIA_TYPE
                        : operation.path().equals("/events") ? STREAM : Json.TYPE;
        Fields content = new Fields().with("schema", shape.schema(schemas));
        return new Fields()
                .with("description", meaning)
                .with("content", new Fields().with(type, content));
    }

    private static Fields components(Map<String, Fields> schemas) {
        Fields token = new Fields().with("type", "http").with("scheme", "bearer");
        return new Fields()
                .with("securitySchemes", new Fields().with("token", token))
                .with("schemas", schemas);
    }
}
