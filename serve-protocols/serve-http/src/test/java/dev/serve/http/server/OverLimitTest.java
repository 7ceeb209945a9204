package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.config.OverLimit;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.RefuseReason;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What whoever comes to a full listener gets. */
class OverLimitTest {

    @TempDir private static Path directory;

    private static Server server(Transport transport, Consumer<PoolConfig.Builder> pool) {
        return Server.builder()
                .listener(
                        "web",
                        listener ->
                                transport
                                        .place(listener.pool(pool), directory)
                                        .routing(
                                                routes ->
                                                        routes.get(
                                                                "/hello",
                                                                (req, res) -> res.send("hello"))))
                .build()
                .start();
    }

    private static long refused(Server server, RefuseReason reason) {
        return server.pool("web").metrics().refused().getOrDefault(reason, 0L);
    }

    @ParameterizedTest
    @EnumSource
    @ExpectLog("listeners.web.pool.max-connections is 1")
    void isClosedByDefault(Transport transport) {
        try (Server server = server(transport, pool -> pool.maxConnections(1));
                RawClient first = transport.connect(server, directory)) {
            assertThat(first.get("/hello").body()).isEqualTo("hello");
            try (RawClient second = transport.connectBare(server, directory)) {
                second.awaitEnd();
            }
            assertThat(refused(server, RefuseReason.POOL_FULL)).isEqualTo(1);
            assertThat(first.get("/hello").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "UNIX", "BLOCKING"})
    @ExpectLog("listeners.web.pool.max-connections is 1")
    void isAnswered503WhereThatIsAskedFor(Transport transport) {
        try (Server server =
                        server(
                                transport,
                                pool -> pool.maxConnections(1).overLimit(OverLimit.ANSWER));
                RawClient first = transport.connect(server, directory)) {
            assertThat(first.get("/hello").body()).isEqualTo("hello");
            try (RawClient second = transport.connect(server, directory)) {
                RawAnswer answer = second.get("/hello");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).get().asString().matches("[1-9]\\d*");
                assertThat(answer.header("Connection")).contains("close");
                assertThat(second.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsUnreadUntilAPlaceIsFree(Transport transport) {
        try (Server server =
                server(
                        transport,
                        pool ->
                                pool.maxConnections(1)
                                        .waitQueue(5)
                                        .waitTimeout(Duration.ofSeconds(30)))) {
            RawClient first = transport.connect(server, directory);
            try (RawClient _ = transport.connectBare(server, directory)) {
                assertThat(first.get("/hello").body()).isEqualTo("hello");
                await().until(() -> server.pool("web").metrics().waiting() == 1);
                first.close();
                await().until(() -> server.pool("web").metrics().waiting() == 0);
                assertThat(server.listeners().getFirst().refused()).isZero();
                await().until(() -> server.listeners().getFirst().connections() == 1);
            }
        }
    }

    @Test
    @ExpectLog("pool.wait-timeout")
    void isRefusedWhenItWaitedInVain() {
        try (Server server =
                        server(
                                Transport.PLAIN,
                                pool ->
                                        pool.maxConnections(1)
                                                .waitQueue(5)
                                                .waitTimeout(Duration.ofMillis(50))
                                                .overLimit(OverLimit.ANSWER));
                RawClient first = Transport.PLAIN.connect(server, directory)) {
            assertThat(first.get("/hello").body()).isEqualTo("hello");
            try (RawClient second = Transport.PLAIN.connect(server, directory)) {
                assertThat(second.get("/hello").status()).isEqualTo(503);
            }
            assertThat(refused(server, RefuseReason.WAIT_TIMEOUT)).isEqualTo(1);
        }
    }

    @Test
    @ExpectLog("max-connections-per-peer")
    void onePeerCannotTakeEveryPlace() {
        try (Server server =
                        server(
                                Transport.PLAIN,
                                pool -> pool.maxConnections(10).maxConnectionsPerPeer(1));
                RawClient first = Transport.PLAIN.connect(server, directory)) {
            assertThat(first.get("/hello").body()).isEqualTo("hello");
            try (RawClient second = Transport.PLAIN.connect(server, directory)) {
                second.awaitEnd();
            }
            assertThat(refused(server, RefuseReason.PEER_FULL)).isEqualTo(1);
        }
    }
}
