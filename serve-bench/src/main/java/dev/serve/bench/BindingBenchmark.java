package dev.serve.bench;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A YAML file of 200 keys in 20 listeners becomes typed configuration; beside it the same file read
 * into plain maps by the YAML library alone. Run: {@code java -jar serve-bench.jar Binding -prof
 * gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BindingBenchmark {

    private static final int LISTENERS = 20;

    private Path file;
    private ConfigInput input;
    private ServerConfig base;

    /** Writes the file: ten keys for each listener. */
    @Setup
    public void setUp() throws IOException {
        StringBuilder yaml = new StringBuilder("listeners:\n");
        for (int i = 0; i < LISTENERS; i++) {
            yaml.append(
                    """
                      web-%d:
                        host: 127.0.0.1
                        port: %d
                        backlog: 512
                        reuse-address: true
                        trace: false
                        protocols: [http, sse]
                        pool: { max-connections: 500 }
                        http: { max-request-line: 4KiB, max-header-size: 8KiB, max-body-size: 1MiB }
                    """
                            .formatted(i, 10_000 + i));
        }
        file = Files.createTempFile("serve-bench", ".yaml");
        Files.writeString(file, yaml);
        input = new ConfigInput(file, Profile.DEVELOPMENT, Map.of(), false);
        base = ServerConfig.builder().build();
    }

    /** Removes it. */
    @TearDown
    public void tearDown() throws IOException {
        Files.delete(file);
    }

    /** File, layers, records. */
    @Benchmark
    public ConfigSnapshot serve() {
        return ConfigLoader.load(input, base, Set.of());
    }

    /** File and maps. */
    @Benchmark
    public Object yamlAlone() throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        }
    }
}
