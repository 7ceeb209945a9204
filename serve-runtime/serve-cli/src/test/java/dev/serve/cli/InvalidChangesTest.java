package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.serve.api.Server;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.HistoryConfig;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.cli.Mistakes.Mistake;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * A thousand configurations that cannot be, for a server that runs: in its file, by a part of one,
 * and by code. Each is refused where it is wrong, and what is served stays.
 */
@SuppressWarnings("NullAway.Init") // the server starts before the first
class InvalidChangesTest {

    private static final String SERVED =
            """
            listeners:
              web:
                port: 0
                routes: [{ path: /, respond: { body: what is served } }]
            """;

    private static final StringWriter TERMINAL = new StringWriter();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Path directory;
    private static Path file;
    private static Server server;
    private static Reconfiguration changes;
    private static ServerSocket taken;
    private static int refused;

    @BeforeContainer
    static void start() throws IOException {
        directory = Files.createTempDirectory("serve-invalid");
        file = Files.writeString(directory.resolve("serve.yaml"), SERVED);
        ConfigInput input = new ConfigInput(file, null, Map.of(), false);
        changes =
                new Reconfiguration(
                        input,
                        new ChangeReport(new PrintWriter(TERMINAL, true), new Style(false), false));
        server = Server.builder().config(input).build().start();
        changes.of(server, reloads -> {});
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterContainer
    static void stop() throws IOException {
        changes.close();
        server.stopNow();
        CLIENT.close();
        taken.close();
        Files.deleteIfExists(file);
        Files.delete(directory);
        assertThat(refused).isEqualTo(1_000);
    }

    @Property(tries = 600)
    void inItsFile(
            @ForAll("mistakes") List<Mistake> mistakes,
            @ForAll("neighbours") List<String> neighbours)
            throws Exception {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("application", "echo");
        written.put("listeners.web.port", "8080");
        neighbours.forEach(key -> written.put(key, Mistakes.byDefault(key)));
        mistakes.forEach(mistake -> written.put(mistake.key(), mistake.text()));
        Map<String, Integer> lines = new LinkedHashMap<>();
        String yaml = Mistakes.yaml(written, lines);
        Files.writeString(file, yaml);

        TERMINAL.getBuffer().setLength(0);
        changes.take("serve.yaml changed");

        String said = TERMINAL.toString();
        assertThat(said).as(yaml).startsWith("serve.yaml changed: refused, version 1 stays\n");
        for (Mistake mistake : mistakes) {
            assertThat(said)
                    .as(yaml)
                    .contains("\n  " + file + ":" + lines.get(mistake.key()) + ":")
                    .contains(": " + mistake.key());
        }
        servesAsBefore();
    }

    @Property(tries = 200)
    void byAPartOfOne(@ForAll("ofType") Mistake mistake) throws Exception {
        try {
            fail(mistake + ": " + server.updateConfig(part(mistake.key(), mistake.text())));
        } catch (ConfigException e) {
            assertThat(e.problems())
                    .anySatisfy(
                            problem -> {
                                assertThat(problem.key()).startsWith(mistake.key());
                                assertThat(problem.expected()).isNotBlank();
                            });
        }
        servesAsBefore();
    }

    @Property(tries = 200)
    void byCode(@ForAll("contradictions") Contradiction contradiction) throws Exception {
        assertThat(said(contradiction.change())).contains(contradiction.key());
        servesAsBefore();
    }

    private static @Nullable String said(Consumer<ServerConfig.Builder> change) {
        try {
            ChangeResult result = server.updateConfig(change);
            assertThat(result).isInstanceOf(ChangeResult.Refused.class);
            return result.message();
        } catch (ConfigException | IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static void servesAsBefore() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port("web") + "/");
        assertThat(CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body())
                .isEqualTo("what is served");
        assertThat(server.version()).isEqualTo(1);
        assertThat(server.listeners()).hasSize(1);
        refused++;
    }

    /** Maps inside maps, as JSON would have them. */
    private static Map<String, Object> part(String key, String text) {
        int dot = key.indexOf('.');
        return dot < 0
                ? Map.of(key, text)
                : Map.of(key.substring(0, dot), part(key.substring(dot + 1), text));
    }

    @Provide
    Arbitrary<List<Mistake>> mistakes() {
        return Mistakes.several();
    }

    @Provide
    Arbitrary<List<String>> neighbours() {
        return Mistakes.neighbours();
    }

    @Provide
    Arbitrary<Mistake> ofType() {
        return Mistakes.ofType();
    }

    /**
     * What fits the types and yet cannot be.
     *
     * @param key what its refusal speaks of
     */
    record Contradiction(String key, Consumer<ServerConfig.Builder> change) {

        @Override
        public String toString() {
            return key;
        }
    }

    /** Beside a change that would be fine alone. */
    @Provide
    Arbitrary<Contradiction> contradictions() {
        return Combinators.combine(
                        Arbitraries.oneOf(limits(), addresses(), outside()),
                        Arbitraries.integers().between(1_000, 2_000))
                .as(
                        (wrong, connections) ->
                                new Contradiction(
                                        wrong.key(),
                                        config -> {
                                            pool(pool -> pool.maxConnections(connections))
                                                    .accept(config);
                                            wrong.change().accept(config);
                                        }));
    }

    private static Arbitrary<Contradiction> limits() {
        return Arbitraries.integers().between(2_001, 1_000_000).flatMap(InvalidChangesTest::limits);
    }

    private static Arbitrary<Contradiction> limits(int n) {
        return Arbitraries.of(
                new Contradiction(
                        "api: listeners.web.pool.max-connections-per-peer: \"" + n + "\"",
                        pool(pool -> pool.maxConnectionsPerPeer(n))),
                new Contradiction("max-connections: " + -n, pool(pool -> pool.maxConnections(-n))),
                new Contradiction(
                        "api: shutdown.drain-delay: ",
                        config -> config.shutdown(shutdown -> tooLate(shutdown, n))));
    }

    private static void tooLate(ShutdownConfig.Builder shutdown, int millis) {
        shutdown.timeout(Duration.ofSeconds(1)).drainDelay(Duration.ofMillis(millis));
    }

    private static Arbitrary<Contradiction> addresses() {
        return Arbitraries.integers()
                .between(30_000, 60_000)
                .flatMap(InvalidChangesTest::addresses);
    }

    private static Arbitrary<Contradiction> addresses(int port) {
        return Arbitraries.of(
                new Contradiction(
                        "api: listeners.b.port: \"127.0.0.1:" + port,
                        config -> config.listener("a", at(port)).listener("b", at(port))),
                new Contradiction(
                        "listener \"c\": cannot bind 127.0.0.1:",
                        config -> config.listener("c", at(taken.getLocalPort()))),
                new Contradiction("port: " + (port + 40_000), web(at(port + 40_000))),
                new Contradiction(
                        "listeners.web.protocols: \"p" + port,
                        web(web -> web.protocols(List.of("p" + port)))));
    }

    private static Arbitrary<Contradiction> outside() {
        return Arbitraries.of(
                new Contradiction("listeners: none", config -> config.withoutListener("web")),
                new Contradiction("application: none", config -> config.application("echo")),
                new Contradiction("history.path: none", InvalidChangesTest::keptElsewhere),
                new Contradiction(
                        "tls: cert is missing", web(web -> web.tls(tls -> tls.key("no/such")))),
                new Contradiction("name: ", config -> config.listener("No Name", at(0))));
    }

    private static void keptElsewhere(ServerConfig.Builder config) {
        config.history(HistoryConfig.builder().path("elsewhere").build());
    }

    private static Consumer<ServerConfig.Builder> web(Consumer<ListenerConfig.Builder> change) {
        return config -> config.listener("web", change);
    }

    private static Consumer<ServerConfig.Builder> pool(Consumer<PoolConfig.Builder> change) {
        return web(web -> web.pool(change));
    }

    private static Consumer<ListenerConfig.Builder> at(int port) {
        return listener -> listener.port(port);
    }
}
