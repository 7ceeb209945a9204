package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.spi.WorkObserver;
import dev.serve.testing.LogCapture;
import dev.serve.testing.TestHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    @TempDir private Path directory;
    private @Nullable Server server;
    private @Nullable TestHttpClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    private Path file() {
        return directory.resolve("access.log");
    }

    private Server start(Consumer<ServerBuilder> change) {
        ServerBuilder builder =
                Server.builder()
                        .listener(
                                "web",
                                web ->
                                        web.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.respond(
                                                                        "/users/{id}",
                                                                        200,
                                                                        "hello")))
                        .set("observe.access-log.enabled", "true")
                        .set("observe.access-log.path", file().toString());
        change.accept(builder);
        Server started = builder.build().start();
        server = started;
        client = TestHttpClient.of(URI.create("http://127.0.0.1:" + started.port("web")));
        return started;
    }

    private void ask(String path, String... headers) {
        if (client != null) {
            client.get(path, headers);
        }
    }

    private List<String> lines(int count) {
        await().until(() -> Files.exists(file()) && read().size() >= count);
        return read();
    }

    private List<String> read() {
        try {
            return Files.readAllLines(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRequestIsOneLineOfJsonWithItsIds() {
        start(builder -> builder.set("observe.access-log.json", "true"));
        ask(
                "/users/7?page=2",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        String line = lines(1).getFirst();

        assertThat(line)
                .startsWith("{\"time\":\"")
                .contains(
                        "\"listener\":\"web\",\"protocol\":\"http/1.1\",\"client\":\"127.0.0.1\",\"connectionId\":\"conn_",
                        "\"requestId\":\"req_",
                        "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"method\":\"GET\",\"path\":\"/users/7\",\"query\":\"page=2\",\"route\":\"/users/{id}\",\"status\":200,\"bytes\":")
                .matches(".*\"millis\":\\d+\\.\\d{3}}");
    }

    @Test
    void secretsInQueriesAreHidden() throws IOException {
        start(_ -> {});
        ask("/users/7?access_token=hunter2&page=2&API-Key=hunter3&%70assword=hunter4&empty");
        ask("/users/8");

        assertThat(lines(2).getFirst())
                .contains(
                        "query=access_token=***REDACTED***&page=2&API-Key=***REDACTED***&%70assword=***REDACTED***&empty");
        assertThat(Files.readString(file())).doesNotContain("hunter");
    }

    @Test
    void canBeTurnedOnAndOffWhileTheServerRuns() {
        Server started = start(builder -> builder.set("observe.access-log.enabled", "false"));
        ask("/users/1");
        assertThat(file()).doesNotExist();

        started.updateConfig(
                config -> config.observe(it -> it.accessLog(log -> log.enabled(true))));
        ask("/users/2");
        assertThat(lines(1)).hasSize(1).first().asString().contains("/users/2");

        started.updateConfig(
                config -> config.observe(it -> it.accessLog(log -> log.enabled(false))));
        ask("/users/3");
        assertThat(read()).hasSize(1);
    }

    @Test
    void callsHaveLimitsOfTheirOwn(LogCapture log) {
        ObserveExtension extension = new ObserveExtension();
        start(
                builder ->
                        builder.extension(extension)
                                .set("observe.slow.grpc", "100ms")
                                .set("observe.slow.stream", "200ms"));
        WorkObserver observer = extension.observer("web").orElseThrow();
        observer.callEnded("conn_00000000002a", "a.B/Unary", "OK", false, 100_000_000, null);
        observer.callEnded("conn_00000000002a", "a.B/Stream", "OK", true, 199_000_000, null);
        observer.callEnded("conn_00000000002a", "a.B/Stream", "OK", true, 200_000_000, null);

        log.expect(Level.INFO, "slower than 100 ms: ");
        log.expect(Level.INFO, "slower than 200 ms: ");
        assertThat(log.entries("dev.serve.slow")).hasSize(2);
        assertThat(lines(3).getLast())
                .contains(
                        "listener=web protocol=grpc connectionId=conn_00000000002a method=a.B/Stream code=OK millis=200.000");
    }

    @Test
    void whatIsSlowIsTold(LogCapture log) {
        start(
                builder ->
                        builder.set("observe.slow.http", "1ms")
                                .listener(
                                        "web",
                                        web ->
                                                web.routing(
                                                        routes ->
                                                                routes.get(
                                                                        "/slow",
                                                                        (_, res) -> {
                                                                            long until =
                                                                                    System
                                                                                                    .nanoTime()
                                                                                            + 2_000_000;
                                                                            while (System.nanoTime()
                                                                                    < until) {
                                                                                Thread.onSpinWait();
                                                                            }
                                                                            res.send("late");
                                                                        }))));
        ask("/slow");
        log.expect(Level.INFO, "slower than 1 ms: ");
        assertThat(lines(1)).first().asString().contains("route=/slow");
    }

    @Test
    void directoriesOfTheFileAreMade() {
        Path deep = directory.resolve("logs/today/access.log");
        start(builder -> builder.set("observe.access-log.path", deep.toString()));
        ask("/users/1");

        await().until(() -> Files.exists(deep) && Files.readString(deep).contains("/users/1"));
    }

    @Test
    void aRequestThatItsHandlerDidNotAnswerIsCut(LogCapture log) {
        CountDownLatch late = new CountDownLatch(1);
        start(
                builder ->
                        builder.set("observe.slow.http", "1ms")
                                .listener(
                                        "web",
                                        web ->
                                                web.pool(
                                                                pool ->
                                                                        pool.requestTimeout(
                                                                                Duration.ofMillis(
                                                                                        100)))
                                                        .routing(
                                                                routes ->
                                                                        routes.get(
                                                                                "/late",
                                                                                (_, res) -> {
                                                                                    late.await();
                                                                                    res.send("ok");
                                                                                }))));
        assertThat(client == null ? 0 : client.get("/late").statusCode()).isEqualTo(503);
        late.countDown();

        assertThat(lines(1).getFirst())
                .contains(" route=/late outcome=cut bytes=0 ")
                .as("200 is not what the client was told")
                .doesNotContain("status=");
        log.expect(Level.INFO, "slower than 1 ms: ");
    }
}
