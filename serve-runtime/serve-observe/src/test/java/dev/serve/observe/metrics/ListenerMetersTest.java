package dev.serve.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.observe.TraceIds;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.spi.RefusedRequest;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.snapshots.Exemplar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenerMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private ListenerMeters meters(int maxRoutes) {
        return new ListenerMeters(registry, new TracedTimers(), "web", maxRoutes, _ -> 60);
    }

    private long count(String route, String outcome) {
        Timer timer =
                registry.find(MeterName.HTTP_REQUESTS.id())
                        .tags("route", route, "outcome", outcome)
                        .timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void whatIsNoPatternIsNeverALabel() {
        ListenerMeters meters = meters(10);
        meters.known(Set.of("/users/{id}"));

        meters.request("/users/{id}", false, 2, 1_000, null);
        meters.request("/users/4711/{page}", false, 2, 1_000, null);
        meters.request(null, false, 4, 1_000, null);

        assertThat(count("/users/{id}", "2xx")).isEqualTo(1);
        assertThat(count(ListenerMeters.OTHER, "2xx")).isEqualTo(1);
        assertThat(count(ListenerMeters.NO_ROUTE, "4xx")).isEqualTo(1);
        assertThat(registry.find(MeterName.HTTP_REQUESTS.id()).timers()).hasSize(3);
    }

    @Test
    void routesBeyondTheLimitAreOne() {
        ListenerMeters meters = meters(3);
        meters.known(
                IntStream.range(0, 20)
                        .mapToObj(i -> "/r" + i)
                        .collect(java.util.stream.Collectors.toSet()));

        IntStream.range(0, 20).forEach(i -> meters.request("/r" + i, true, 2, 1_000, null));

        assertThat(registry.find(MeterName.HTTP_REQUESTS.id()).timers()).hasSize(4);
        assertThat(count(ListenerMeters.OTHER, "2xx")).isEqualTo(17);
    }

    @Test
    void theLastTracedRequestOfEachBucketIsRemembered() {
        TracedTimers timers = new TracedTimers();
        TracedTimer timer =
                timers.timer(registry, MeterName.GRPC_CALLS, "listener", "web", "code", "OK");

        timer.record(Duration.ofMillis(1).toNanos(), null);
        assertThat(timer.exemplars().size()).isZero();
        timer.record(Duration.ofMillis(2).toNanos(), new TraceIds("1".repeat(32), "2".repeat(16)));
        timer.record(Duration.ofMillis(3).toNanos(), new TraceIds("3".repeat(32), "4".repeat(16)));
        timer.record(Duration.ofMinutes(1).toNanos(), new TraceIds("5".repeat(32), "6".repeat(16)));
        timer.record(Duration.ofMillis(4).toNanos(), null);

        assertThat(timer.exemplars().size()).isEqualTo(2);
        Exemplar quick = timer.exemplars().get(0.001, 0.005);
        assertThat(quick.getValue()).isEqualTo(0.003);
        assertThat(quick.getLabels().get(Exemplar.TRACE_ID)).isEqualTo("3".repeat(32));
        assertThat(timer.exemplars().get(10, Double.POSITIVE_INFINITY).getValue()).isEqualTo(60);
    }

    @Test
    void whatNeverBecameARequestIsCountedByStatus() {
        ListenerMeters meters = meters(10);
        SocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

        meters.requestRefused(
                new RefusedRequest("conn_00000000002a", peer, "http/1.1", 400, "malformed"));
        meters.requestRefused(
                new RefusedRequest("conn_00000000002b", peer, "http/2.0", 400, "malformed"));
        meters.requestRefused(
                new RefusedRequest("conn_00000000002b", peer, "http/2.0", 431, "too large"));

        assertThat(registry.get(MeterName.HTTP_REFUSED.id()).tag("status", "400").counter().count())
                .isEqualTo(2);
    }

    @Test
    void callsAreCountedByMethodAndCode() {
        ListenerMeters meters = meters(10);

        meters.callEnded(
                "conn_00000000002a", "greet.Greeter/SayHello", "OK", false, 2_000_000, null);
        meters.callEnded(
                "conn_00000000002a", "greet.Greeter/SayHello", "OK", false, 2_000_000, null);
        meters.callEnded("conn_00000000002a", "greet.Greeter/SayHello", "ABORTED", false, 1, null);

        Timer ok =
                registry.get(MeterName.GRPC_CALLS.id())
                        .tags("method", "greet.Greeter/SayHello", "code", "OK")
                        .timer();
        assertThat(ok.count()).isEqualTo(2);
        assertThat(ok.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(4);
    }

    @Test
    void handshakesAreCountedByVersionAndScored() {
        ListenerMeters meters = meters(10);
        assertThat(meters.score()).isNaN();

        meters.handshakeEnded(
                new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, null, null), 1_000);
        meters.handshakeEnded(null, 1_000);

        assertThat(meters.score()).isEqualTo(60);
        assertThat(registry.get(MeterName.TLS_HANDSHAKES.id()).tag("version", "failed").timer())
                .extracting(Timer::count)
                .isEqualTo(1L);
    }

    @Test
    void theScoreIsThatOfK026() {
        TlsFacts best = new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, null, "CN=client");
        TlsFacts short128 = new TlsFacts("TLSv1.2", "TLS_AES_128_GCM_SHA256", null, null, null);

        assertThat(SecurityScore.of(best, 91)).isEqualTo(100);
        assertThat(SecurityScore.of(best, 7)).isEqualTo(85);
        assertThat(SecurityScore.of(short128, 31)).isEqualTo(15 + 10 + 5 + 15);
    }
}
