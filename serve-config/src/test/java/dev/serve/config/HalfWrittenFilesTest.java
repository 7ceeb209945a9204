package dev.serve.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files as a reader finds them that comes while they are written. */
class HalfWrittenFilesTest {

    private static final Map<String, Key<?>> KEYS = AllKeys.of("web");
    private static final String POOL = "listeners.web.pool.";

    private static Path directory = Path.of("");

    @BeforeContainer
    static void createDirectory() throws IOException {
        directory = Files.createTempDirectory("serve-config");
    }

    @AfterContainer
    static void deleteDirectory() throws IOException {
        Files.deleteIfExists(directory.resolve("serve.yaml"));
        Files.delete(directory);
    }

    @Property(tries = 100)
    void thatEndInTheMiddleOfABraceAreRefused(@ForAll("settings") List<String> settings) {
        StringBuilder yaml = new StringBuilder("{ listeners: { web: { port: 0, pool: { ");
        settings.forEach(
                key ->
                        yaml.append(key.substring(POOL.length()))
                                .append(": ")
                                .append(printed(requireNonNull(KEYS.get(key))))
                                .append(", "));
        assertThat(new Sources(directory).yaml(yaml.toString()).problems())
                .matches("serve\\.yaml:\\d+:\\d+: not YAML: .*");
    }

    @Provide
    Arbitrary<List<String>> settings() {
        return Arbitraries.of(
                        KEYS.entrySet().stream()
                                .filter(entry -> entry.getKey().startsWith(POOL))
                                .filter(entry -> entry.getValue().hasDefault())
                                .map(Map.Entry::getKey)
                                .toList())
                .list()
                .uniqueElements()
                .ofMaxSize(12);
    }

    private static <T> String printed(Key<T> key) {
        return "\"" + key.type().print(key.defaultValue()) + "\"";
    }
}
