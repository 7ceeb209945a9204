package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description that a server gives of its API, by which a validator of others tries what is sent
 * and answered; it takes no member that is not described. Knows which operations were tried.
 */
final class Description {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final Set<String> tried = new TreeSet<>();

    Description(String json) {
        document = read(json);
        close(document);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** Takes no member that is not described, of any object whose members are. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Description::close);
    }

    JsonNode schemas() {
        return document.at("/components/schemas");
    }

    /** Such as {@code GET /state}. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method -> all.add(line(method, path.getKey()))));
        return all;
    }

    private static String line(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }

    /** Those that were done. */
    Set<String> tried() {
        return tried;
    }

    private JsonNode operation(String method, String path) {
        return document.get("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    /** A body is as it is described. */
    void takes(String method, String path, String type, String body) {
        JsonNode content = operation(method, path).path("requestBody").path("content").path(type);
        isAsDescribed(line(method, path), content, body);
    }

    /** An answer is as it is described. */
    void answers(String method, String path, int status, String type, String body) {
        if (status < 300) {
            tried.add(line(method, path));
        }
        JsonNode answer = operation(method, path).path("responses").path(Integer.toString(status));
        isAsDescribed(line(method, path) + ": " + status, answer.path("content").path(type), body);
    }

    private void isAsDescribed(String what, JsonNode content, String body) {
        assertThat(content.path("schema").size()).as(what + " is described").isPositive();
        ObjectNode schema = content.get("schema").deepCopy();
        schema.set("components", document.get("components"));
        assertThat(SCHEMAS.getSchema(schema, STRICT).validate(read(body)))
                .as("%s: %s", what, body)
                .isEmpty();
    }
}
