package dev.serve.cli.keys;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.serve.api.ListenerException;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import dev.serve.testing.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No key is dead: each is changed, and the change is seen from outside. Most are changed here, by a
 * {@link Probe}; what takes a handler of its own, or a peer that speaks a protocol's words, is in a
 * test of that protocol, which {@link NamedTests} names.
 */
@ExpectLog("refused 1 connections")
@ExpectLog("Internal server error") // of handlers that are interrupted
class EveryKeyTest {

    /** What is seen of a server that does not start. */
    static final String NO_START = "does not start";

    private static final int AT_A_TIME = 8;

    @TempDir private static Path directory;

    private static final Map<String, Future<?>> OUTCOMES = new ConcurrentHashMap<>();
    private static final AtomicInteger FILES = new AtomicInteger();

    private static List<Probe> probes() {
        return Stream.of(
                        ListenerProbes.all(),
                        PoolProbes.all(),
                        HttpProbes.all(),
                        Http2Probes.all(),
                        WebSocketProbes.all(),
                        TlsProbes.all(),
                        TcpProbes.all(),
                        RouteProbes.all())
                .flatMap(List::stream)
                .toList();
    }

    /** All at once: most of their time they wait. */
    @BeforeAll
    static void probeAll() {
        Semaphore places = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Probe probe : probes()) {
                OUTCOMES.put(
                        probe.key(),
                        threads.submit(
                                () -> {
                                    places.acquire();
                                    try {
                                        prove(probe);
                                    } finally {
                                        places.release();
                                    }
                                    return probe;
                                }));
            }
        }
    }

    static List<String> probed() {
        return probes().stream().map(Probe::key).toList();
    }

    @ParameterizedTest
    @MethodSource("probed")
    void changesWhatIsSeen(String key) throws InterruptedException {
        try {
            requireNonNull(OUTCOMES.get(key)).get();
        } catch (ExecutionException e) {
            fail(key, e.getCause());
        }
    }

    @ParameterizedTest
    @MethodSource("named")
    void isProvenByATest(String key) throws IOException {
        String name = requireNonNull(NamedTests.BY_KEY.get(key));
        Path source = NamedTests.source(name);
        assertThat(Files.readString(source))
                .as(key + " is said to be proven by " + name)
                .containsPattern("void " + name.substring(name.indexOf('#') + 1) + "\\(");
    }

    static List<String> named() {
        return List.copyOf(NamedTests.BY_KEY.keySet());
    }

    @Test
    void thereIsAProofForEveryKeyAndNoKeyTwice() {
        List<String> proven = new ArrayList<>(probed());
        proven.addAll(named());
        assertThat(proven).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(keys());
    }

    private static void prove(Probe probe) throws Exception {
        assertThat(seen(probe, probe.first(), probe.seenFirst()))
                .as(probe.key() + ": " + probe.first())
                .isEqualTo(probe.seenFirst());
        assertThat(seen(probe, probe.second(), probe.seenSecond()))
                .as(probe.key() + ": " + probe.second())
                .isEqualTo(probe.seenSecond());
    }

    private static String seen(Probe probe, String value, String expected) throws Exception {
        Path file = directory.resolve("serve" + FILES.incrementAndGet() + ".yaml");
        Files.writeString(file, probe.yaml().replace("@", value));
        ServerBuilder builder =
                Server.builder().config(new ConfigInput(file, null, new LinkedHashMap<>(), false));
        for (String setting : probe.settings()) {
            int equals = setting.indexOf('=');
            builder.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        if (!probe.yaml().contains("@")) {
            builder.set(probe.key().replace("<name>", "web"), value);
        }
        Server server;
        try {
            server = builder.build().start();
        } catch (ConfigException | ListenerException e) {
            return NO_START;
        }
        try {
            return probe.look().at(new Eye(server, expected));
        } finally {
            server.stopNow();
        }
    }

    /** Every key that has a value, as the reference page has them. */
    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        collect(ServerConfig.SCHEMA, "", keys);
        return keys;
    }

    private static void collect(Schema<?, ?> schema, String prefix, List<String> keys) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            String key = prefix + property.name();
            switch (property) {
                case Schema.Value<?, ?, ?> value -> keys.add(key);
                case Schema.FreeMap<?, ?> map -> keys.add(key);
                case Schema.Section<?, ?, ?, ?> section ->
                        collect(section.schema(), key + ".", keys);
                case Schema.Named<?, ?, ?, ?> named ->
                        collect(named.schema(), key + ".<name>.", keys);
                case Schema.Items<?, ?, ?, ?> items -> collect(items.schema(), key + "[].", keys);
            }
        }
    }
}
