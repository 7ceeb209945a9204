package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Leaf;
import dev.serve.config.Tree.Sequence;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our tree holds what Helidon Config holds of the same file; a Helidon user finds nothing moved.
 */
class HelidonYamlTest {

    private static final String YAML =
            """
            application: echo
            listeners:
              web:
                host: 127.0.0.1
                port: 8080
                protocols: [http, sse]
                tls: { mode: auto, key: server.key, cert: server.crt }
                routes:
                  - { path: "/assets/*", files: public/ }
                  - path: /health
                    respond: { status: 200, body: "a: b" }
                trace: true
              local:
                path: run/web.sock
                mode: "0660"
            shutdown: { timeout: 30s, drain-delay: PT5S }
            """;

    @Test
    void readsWhatHelidonReads(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("serve.yaml"), YAML);
        Map<String, String> ours = new TreeMap<>();
        flatten(new YamlReader(file, new ArrayList<>()).read().orElseThrow(), "", ours);
        Config helidon =
                Config.builder(ConfigSources.file(file))
                        .disableEnvironmentVariablesSource()
                        .disableSystemPropertiesSource()
                        .build();
        assertThat(ours).isEqualTo(new TreeMap<>(helidon.asMap().get()));
    }

    private static void flatten(Tree tree, String key, Map<String, String> values) {
        String prefix = key.isEmpty() ? "" : key + ".";
        switch (tree) {
            case Leaf leaf -> values.put(key, leaf.text());
            case Tree.Gone gone -> throw new IllegalStateException("no file takes away: " + gone);
            case Branch branch ->
                    branch.fields()
                            .forEach(
                                    (name, field) -> flatten(field.value(), prefix + name, values));
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    flatten(sequence.items().get(i), prefix + i, values);
                }
            }
        }
    }
}
