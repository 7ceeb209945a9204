package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The schema that editors check {@code serve.yaml} by, tried with a validator of others. */
class JsonSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final com.networknt.schema.JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V7)
                    .getSchema(JsonText.of(JsonSchema.document()));

    @Test
    void isTheCommittedFile() throws IOException {
        Path file = root().resolve("docs").resolve("serve.schema.json");
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(file, JsonText.of(JsonSchema.document()));
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "docs/serve.schema.json is stale; write it anew with: "
                                + ConfigReference.COMMAND)
                .isEqualTo(JsonText.of(JsonSchema.document()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void acceptsTheFilesOfTheSamples(Path file) throws IOException {
        assertThat(problems(Files.readString(file))).isEmpty();
    }

    static List<Path> samples() {
        try (Stream<Path> files = Files.walk(root().resolve("samples"), 4)) {
            List<Path> found =
                    files.filter(file -> file.getFileName().toString().startsWith("serve"))
                            .filter(file -> file.toString().endsWith(".yaml"))
                            .filter(file -> !file.toString().contains("target"))
                            .sorted()
                            .toList();
            assertThat(found).isNotEmpty();
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void acceptsEveryDefaultOfEveryKey() {
        AllKeys.of("web")
                .forEach(
                        (key, description) -> {
                            if (description.hasDefault() && !description.type().isList()) {
                                String value = JsonText.of(printed(description)).strip();
                                assertThat(problems(nested(key, value))).as(key).isEmpty();
                            }
                        });
    }

    private static <T> Object printed(dev.serve.api.config.Key<T> key) {
        return key.defaultValue() instanceof Integer || key.defaultValue() instanceof Boolean
                ? key.defaultValue()
                : key.type().print(key.defaultValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: ${PORT:3000}",
                "drain-timeout: none",
                "pool: { max-connections: { env: MOST }, accept-rate: 100/s, max-age: PT1H }",
                "pool: { wait-priority: { 10.0.0.0/8: high }, min-body-rate: none }",
                "http: { max-body-size: 1048576, max-header-size: 64KiB }",
                "tls: none",
                "tls: { mode: mutual_tls, key: { file: /run/secrets/key }, cert: c, ca: ca.crt }",
                "protocols: http, sse",
                "protocols: [http, sse]",
                "ext: { a: 1, b: { c: true, d: { file: /run/secrets/d } } }",
                "routes: [{ path: /old, redirect: /new, status: 301 }]"
            })
    void acceptsWhatTheLoaderAccepts(String listener) {
        assertThat(problems("listeners:\n  web:\n    " + listener)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prot: 8080",
                "port: http",
                "port: 65536",
                "port: [1]",
                "trace: maybe",
                "drain-timeout: 3 weeks",
                "wire: pigeon",
                "pool: { max-connections: 0 }",
                "pool: { accept-rate: fast }",
                "http: { max-body-size: 1kb }",
                "tls: { key: { file: a, env: B } }",
                "tls: { mode: very-secure }",
                "routes: [{ redirect: /new }]",
                "routes: [{ path: /old, redirect: /new, status: 200 }]",
                "routes: { path: /old }",
                "ext: [a]"
            })
    void refusesWhatTheLoaderRefuses(String listener) {
        String yaml = "listeners:\n  web:\n    " + listener;
        assertThat(problems(yaml)).isNotEmpty();
    }

    @Test
    void refusesUnknownSectionsAndNamesThatAreNone() {
        assertThat(problems("listener: { web: { port: 1 } }")).isNotEmpty();
        assertThat(problems("listeners: { Web: { port: 1 } }")).isNotEmpty();
        assertThat(problems("shutdown: { timeout: 3s, when: now }")).isNotEmpty();
    }

    private static List<ValidationMessage> problems(String yaml) {
        try {
            Object tree = new Yaml().load(yaml);
            String json = JSON.writeValueAsString(tree instanceof Map<?, ?> ? tree : Map.of());
            return new ArrayList<>(SCHEMA.validate(JSON.readTree(json)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code a: { b: value }} for {@code a.b}. */
    private static String nested(String key, String value) {
        String[] parts = key.split("\\.", -1);
        StringBuilder yaml = new StringBuilder();
        for (String part : parts) {
            yaml.append("{ ").append(part).append(": ");
        }
        return yaml.append(value).append(" }".repeat(parts.length)).toString();
    }

    /** Maven runs tests in the module, some IDEs in the project. */
    private static Path root() {
        return Files.exists(Path.of("mvnw")) ? Path.of("") : Path.of("..");
    }
}
