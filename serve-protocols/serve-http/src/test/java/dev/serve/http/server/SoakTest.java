package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.serve.api.Server;
import dev.serve.api.config.Http2Config;
import dev.serve.api.config.WireKind;
import dev.serve.api.pool.CloseMode;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.routing.Routes;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients are killed and kill, while routes, generations and limits change under them; afterwards
 * nothing is left: no descriptor, no thread, no lease. (Threads are watched by the house rules.)
 */
@ExpectLog("refused")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "descriptors are counted on Unix")
class SoakTest {

    private static final int CLIENTS = 40;

    /** So many at least, however slow the machine. */
    private static final int ANSWERS = 200;

    private static final List<String> LISTENERS = List.of("web", "tls", "unix");

    @TempDir private static Path directory;

    @Test
    void someSecondsLeaveNothingBehind() {
        soak(Duration.ofSeconds(6));
    }

    @Test
    @Tag("soak")
    void tenMinutesLeaveNothingBehind() {
        soak(Duration.ofMinutes(10));
    }

    private static void soak(Duration time) {
        long seed = System.nanoTime();
        DevCertificates certificates = DevCertificates.createIn(directory);
        // What a JVM opens once and keeps is opened before it is counted.
        SSLContext trusting = certificates.trusting();
        run(Duration.ofSeconds(2), seed, certificates, trusting);
        long before = descriptors();
        run(time, seed, certificates, trusting);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(descriptors())
                                        .as("descriptors; seed %s", seed)
                                        .isLessThanOrEqualTo(before));
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    private static void run(
            Duration time, long seed, DevCertificates certificates, SSLContext trusting) {
        try (Server server = start(certificates)) {
            List<Supplier<RawClient>> doors =
                    List.of(
                            () -> RawClient.tcp(server.port("web")),
                            () -> RawClient.tcp(server.port("tls")).tls(trusting),
                            () -> RawClient.unix(socket()));
            try (UnrulyClients clients = new UnrulyClients(CLIENTS, seed, doors)) {
                Random random = new Random(seed);
                long end = System.nanoTime() + time.toNanos();
                for (int round = 0;
                        System.nanoTime() - end < 0 || clients.answers() < ANSWERS;
                        round++) {
                    disturb(server, random, round);
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(40)).toNanos());
                }
                assertThat(clients.failures()).as("seed %s", seed).isEmpty();
            }
            for (String name : LISTENERS) {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertEmpty(server.pool(name).metrics(), seed));
            }
            assertThat(server.stop().cut()).isZero();
        }
    }

    private static void assertEmpty(PoolMetrics counts, long seed) {
        assertThat(counts.active()).as("leases; seed %s", seed).isZero();
        assertThat(counts.inFlight()).as("requests in flight").isZero();
        assertThat(counts.waiting()).as("waiting").isZero();
        assertThat(counts.closed().values().stream().mapToLong(Long::longValue).sum())
                .as("closed, of all that came")
                .isEqualTo(counts.total());
    }

    private static void disturb(Server server, Random random, int round) {
        String name = LISTENERS.get(random.nextInt(LISTENERS.size()));
        switch (random.nextInt(4)) {
            case 0 -> server.routing(name, routes -> add(routes, round));
            case 1 ->
                    server.reconfigure(
                            name,
                            config ->
                                    config.wire(
                                                    random.nextBoolean()
                                                            ? WireKind.SELECTOR
                                                            : WireKind.BLOCKING)
                                            .http2(
                                                    Http2Config.builder()
                                                            .maxConcurrentStreams(100 + round % 2)
                                                            .build())
                                            .drainTimeout(Duration.ofMillis(random.nextInt(200))));
            case 2 ->
                    server.reconfigure(
                            name,
                            config ->
                                    config.pool(
                                            pool -> pool.maxConnections(5 + random.nextInt(40))));
            default -> {
                List<ConnectionView> open = server.pool(name).connections();
                CloseMode[] modes = CloseMode.values();
                if (!open.isEmpty()) {
                    server.pool(name)
                            .close(
                                    open.get(random.nextInt(open.size())).id(),
                                    modes[random.nextInt(modes.length)]);
                }
            }
        }
    }

    private static Server start(DevCertificates certificates) {
        return Server.builder()
                .listener("web", listener -> listener.port(0).routing(routes -> add(routes, 0)))
                .listener(
                        "tls",
                        listener ->
                                listener.port(0)
                                        .tls(
                                                tls ->
                                                        tls.key(file(certificates, "server.key"))
                                                                .cert(
                                                                        file(
                                                                                certificates,
                                                                                "server.crt")))
                                        .routing(routes -> add(routes, 0)))
                .listener(
                        "unix",
                        listener ->
                                listener.path(socket().toString())
                                        .routing(routes -> add(routes, 0)))
                .build()
                .start();
    }

    private static void add(Routes routes, int round) {
        routes.get("/hello", (req, res) -> res.send("hello " + round))
                .get("/big", (req, res) -> res.send(new byte[1 << 20]))
                .get(
                        "/slow",
                        (req, res) -> {
                            LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
                            res.send("slow");
                        })
                .post("/echo", (req, res) -> res.send(req.content().as(byte[].class)));
    }

    private static String file(DevCertificates certificates, String name) {
        return certificates.file(name).toString();
    }

    private static Path socket() {
        return directory.resolve("soak.sock");
    }
}
