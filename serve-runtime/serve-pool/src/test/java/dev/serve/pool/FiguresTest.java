package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.PoolMetrics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a pool counts. */
class FiguresTest {

    private final Pools pools = new Pools();
    private final ConnectionPool pool = pools.pool(PoolConfig.builder());

    private Lease connection(String protocol) {
        Lease lease = ((Admission.Admitted) pool.admit(null)).lease();
        lease.protocol(protocol, protocol.startsWith("h2"));
        return lease;
    }

    private void request(Lease lease, Duration took, boolean failed) {
        long began = lease.requestBegins();
        pools.clock.advance(took);
        lease.requestEnds(began, lease.now(), failed);
    }

    private void passes(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 250) {
            pools.clock.advance(Duration.ofMillis(Math.min(left, 250)));
            pool.sweep(pools.clock.nanoTime());
        }
    }

    @Test
    void beginAtNothing() {
        PoolMetrics none = pool.metrics();
        assertThat(none.averageLatency()).isEqualTo(Duration.ZERO);
        assertThat(none.p99()).isEqualTo(Duration.ZERO);
        assertThat(none.errorRate()).isZero();
        assertThat(pool.metrics("h2").total()).isZero();
    }

    @Test
    void tellWhoIsBusy() {
        Lease busy = connection("http/1.1");
        connection("http/1.1");
        busy.requestBegins();
        PoolMetrics metrics = pool.metrics();
        assertThat(metrics.active()).isEqualTo(2);
        assertThat(metrics.idle()).isEqualTo(1);
        assertThat(metrics.inFlight()).isEqualTo(1);
    }

    @Test
    void areKeptByProtocol() {
        Lease one = connection("http/1.1");
        Lease two = connection("h2");
        Lease gone = connection("h2");
        request(one, Duration.ofMillis(1), false);
        request(two, Duration.ofMillis(1), false);
        request(gone, Duration.ofMillis(1), true);
        one.received(10);
        two.sent(20);
        gone.sent(5);
        gone.close();
        PoolMetrics h2 = pool.metrics("h2");
        assertThat(h2.active()).isEqualTo(1);
        assertThat(h2.total()).isEqualTo(2);
        assertThat(h2.requests()).isEqualTo(2);
        assertThat(h2.errorRate()).isEqualTo(0.5);
        assertThat(h2.bytesIn()).isZero();
        assertThat(h2.bytesOut()).isEqualTo(25);
        PoolMetrics all = pool.metrics();
        assertThat(all.active()).isEqualTo(2);
        assertThat(all.total()).isEqualTo(3);
        assertThat(all.requests()).isEqualTo(3);
        assertThat(all.bytesIn()).isEqualTo(10);
        assertThat(all.bytesOut()).isEqualTo(25);
        assertThat(all.closed()).containsEntry(CloseReason.DONE, 1L);
        pool.admit(null);
        assertThat(pool.openByProtocol()).isEqualTo(Map.of("http/1.1", 1, "h2", 1, "opening", 1));
    }

    @Test
    void countAConnectionWhoseProtocolIsNotYetKnown() {
        pool.admit(null);
        assertThat(pool.metrics().active()).isEqualTo(1);
        assertThat(pool.metrics().total()).isEqualTo(1);
    }

    @Nested
    class OfTheLastMinute {

        @Test
        void areRatesOverTheTimeThatHasPassed() {
            passes(Duration.ofSeconds(10));
            for (int i = 0; i < 20; i++) {
                request(connection("http/1.1"), Duration.ZERO, false);
            }
            assertThat(pool.metrics().connectionsPerSecond()).isEqualTo(2, within(0.01));
            assertThat(pool.metrics().requestsPerSecond()).isEqualTo(2, within(0.01));
        }

        @Test
        void areRatesOverAMinuteAfterALongTime() {
            passes(Duration.ofMinutes(10));
            for (int i = 0; i < 60; i++) {
                request(connection("http/1.1"), Duration.ZERO, false);
            }
            assertThat(pool.metrics().requestsPerSecond()).isBetween(0.99, 1.1);
        }

        @Test
        void forgetWhatIsOlder() {
            request(connection("http/1.1"), Duration.ofMillis(100), true);
            passes(Duration.ofSeconds(54));
            assertThat(pool.metrics().errorRate()).isEqualTo(1);
            passes(Duration.ofSeconds(6));
            PoolMetrics later = pool.metrics();
            assertThat(later.errorRate()).isZero();
            assertThat(later.requestsPerSecond()).isZero();
            assertThat(later.connectionsPerSecond()).isZero();
            assertThat(later.p50()).isEqualTo(Duration.ZERO);
            assertThat(later.requests()).as("counted since the start").isEqualTo(1);
        }

        @Test
        void forgetAllAfterAStandstill() {
            request(connection("http/1.1"), Duration.ofMillis(100), true);
            pools.clock.advance(Duration.ofHours(5));
            pool.sweep(pools.clock.nanoTime());
            assertThat(pool.metrics().errorRate()).isZero();
        }

        @Test
        void tellHowLongRequestsTook() {
            Lease lease = connection("http/1.1");
            for (int i = 0; i < 90; i++) {
                request(lease, Duration.ofMillis(1), false);
            }
            for (int i = 0; i < 9; i++) {
                request(lease, Duration.ofMillis(100), false);
            }
            request(lease, Duration.ofSeconds(2), false);
            PoolMetrics metrics = pool.metrics();
            assertThat(metrics.averageLatency()).isEqualTo(Duration.ofNanos(29_900_000));
            assertThat(metrics.p50().toNanos()).isCloseTo(1_000_000, within(70_000L));
            assertThat(metrics.p95().toNanos()).isCloseTo(100_000_000, within(7_000_000L));
            assertThat(metrics.p99().toNanos()).isCloseTo(100_000_000, within(7_000_000L));
        }
    }
}
