package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections whose neighbours compute on every carrier, again and again, without a pause. */
class BusyNeighboursTest {

    private static final int PROBES = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static Path directory;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void areServedAllTheSame(Transport transport) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (Server server = server(transport);
                RawClient probe = transport.connect(server, directory).within(PATIENCE)) {
            List<RawClient> connected = new ArrayList<>();
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                connected.add(transport.connect(server, directory).within(PATIENCE));
            }
            List<Thread> neighbours =
                    connected.stream()
                            .map(
                                    client ->
                                            Thread.ofPlatform()
                                                    .start(() -> computeOn(client, enough)))
                            .toList();
            try {
                for (int i = 0; i < PROBES; i++) {
                    assertThat(probe.get("/hello").body()).isEqualTo("hello");
                }
            } finally {
                enough.set(true);
                for (Thread neighbour : neighbours) {
                    neighbour.join();
                }
            }
        }
    }

    private static void computeOn(RawClient client, AtomicBoolean enough) {
        try (client) {
            while (!enough.get()) {
                client.get("/compute");
            }
        }
    }

    private static Server server(Transport transport) {
        return transport.serve(
                directory, routes -> routes.get("/compute", (req, res) -> res.send(computed())));
    }

    /** Some ten milliseconds of a carrier. */
    private static String computed() {
        long sum = 0;
        for (long end = System.nanoTime() + 10_000_000; System.nanoTime() - end < 0; ) {
            sum += sum * 31 + 7;
        }
        return Long.toString(sum);
    }
}
