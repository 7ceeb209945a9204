package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.testing.ExpectLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Far more connect than may, and half of them say nothing: nobody is lost from the counts. */
@ExpectLog("refused")
class StormTest {

    @Test
    void leavesThePoolsCountsEqualToTheClientsOwn() throws Exception {
        storm(2_000, 100);
    }

    @Test
    @Tag("soak")
    void ofTwentyThousandLeavesThePoolsCountsEqualToTheClientsOwn() throws Exception {
        storm(20_000, 1_000);
    }

    private static void storm(int clients, int limit) throws Exception {
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .pool(
                                                        pool ->
                                                                pool.maxConnections(limit)
                                                                        .connectionTimeout(
                                                                                Duration.ofMinutes(
                                                                                        5))
                                                                        .keepAliveTimeout(
                                                                                Duration.ofMinutes(
                                                                                        5)))
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                        "/hello",
                                                                        (req, res) ->
                                                                                res.send("hello"))))
                        .build()
                        .start()) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("web"));
            try (StormClients storm = new StormClients(address)) {
                storm.connect(clients);
                // A silent client learns that it was refused a moment after it has connected.
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> {
                                    PoolMetrics counts = server.pool("web").metrics();
                                    assertThat(storm.failures()).isEmpty();
                                    assertThat(storm.inside()).isEqualTo(limit);
                                    assertThat(counts.active()).isEqualTo(limit);
                                    assertThat(storm.refused()).isEqualTo(clients - limit);
                                    assertThat(refused(counts)).isEqualTo(clients - limit);
                                    assertThat(counts.requests()).isEqualTo(storm.answered());
                                });
                assertThat(server.pool("web").connections()).hasSize(limit);
                assertThat(server.pool("web").metrics().total()).isEqualTo(limit);
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> {
                                PoolMetrics counts = server.pool("web").metrics();
                                assertThat(counts.active()).isZero();
                                assertThat(
                                                counts.closed().values().stream()
                                                        .mapToLong(Long::longValue)
                                                        .sum())
                                        .isEqualTo(limit);
                            });
            assertThat(server.stop().cut()).isZero();
        }
    }

    private static long refused(PoolMetrics counts) {
        return counts.refused().values().stream().mapToLong(Long::longValue).sum();
    }
}
