package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.pool.Admission.Admitted;
import dev.serve.testing.MovableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Every deadline, swept one nanosecond before it and at it; limits are 10, 20 … 60 ms so that none
 * is mistaken for another.
 */
class DeadlinesTest {

    private static final PoolConfig LIMITS =
            PoolConfig.builder()
                    .handshakeTimeout(Duration.ofMillis(10))
                    .connectionTimeout(Duration.ofMillis(20))
                    .headersTimeout(Duration.ofMillis(30))
                    .bodyTimeout(Duration.ofMillis(40))
                    .writeTimeout(Duration.ofMillis(50))
                    .keepAliveTimeout(Duration.ofMillis(60))
                    .build();

    private final MovableClock clock = new MovableClock();
    private final ConnectionPool pool = new ConnectionPool("web", LIMITS, clock.nanos());
    private final Lease lease = ((Admitted) pool.admit()).lease();
    private final Activity activity = lease.activity();
    private final AtomicBoolean aborted = new AtomicBoolean();

    DeadlinesTest() {
        lease.attach(
                new Pooled() {
                    @Override
                    public void drain() {
                        throw new AssertionError("not drained here");
                    }

                    @Override
                    public void abort() {
                        aborted.set(true);
                    }
                });
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    private boolean sweepCuts() {
        pool.sweep(clock.nanoTime());
        return aborted.get();
    }

    /** Cut after that many milliseconds from now, and not a nanosecond sooner. */
    private void assertCutAfter(long millis, CloseReason reason) {
        clock.advance(Duration.ofMillis(millis).minusNanos(1));
        assertThat(sweepCuts()).as("a nanosecond before the deadline").isFalse();
        clock.advance(Duration.ofNanos(1));
        assertThat(sweepCuts()).as("at the deadline").isTrue();
        assertThat(pool.closed()).containsEntry(reason, 1L);
        assertThat(pool.closed().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
    }

    private void aByteComes() {
        activity.readBegins();
        activity.readEnds();
    }

    @Test
    void aSilentConnection() {
        activity.readBegins();
        assertCutAfter(20, CloseReason.CONNECTION_TIMEOUT);
    }

    @Test
    void aHandshakeThatDoesNotEnd() {
        activity.handshakeBegins();
        activity.readBegins();
        assertCutAfter(10, CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void aConnectionThatIsSilentAfterItsHandshake() {
        activity.handshakeBegins();
        pass(9);
        activity.handshakeEnds();
        assertCutAfter(20, CloseReason.CONNECTION_TIMEOUT);
    }

    @Test
    void aHeadThatComesByteByByte() {
        aByteComes();
        pass(20);
        aByteComes();
        pass(9);
        aByteComes();
        assertCutAfter(1, CloseReason.HEADERS_TIMEOUT);
    }

    @Test
    void aBodyThatStalls() {
        aByteComes();
        lease.requestBegins();
        pass(100);
        assertThat(sweepCuts()).as("a handler may take its time").isFalse();
        aByteComes();
        activity.readBegins();
        assertCutAfter(40, CloseReason.BODY_TIMEOUT);
    }

    @Test
    void aPeerThatStopsReading() {
        aByteComes();
        lease.requestBegins();
        activity.writeBegins();
        assertCutAfter(50, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void aWriteThatGoesOnIsNotCut() {
        aByteComes();
        lease.requestBegins();
        for (int i = 0; i < 10; i++) {
            activity.writeBegins();
            pass(49);
            assertThat(sweepCuts()).isFalse();
            activity.writeEnds();
        }
        pass(1_000);
        assertThat(sweepCuts()).isFalse();
    }

    @Test
    void anIdleConnectionBetweenRequests() {
        aByteComes();
        lease.requestBegins();
        pass(500);
        lease.requestEnds();
        activity.readBegins();
        assertCutAfter(60, CloseReason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    void theNextRequestHasAHeadOfItsOwn() {
        aByteComes();
        lease.requestBegins();
        lease.requestEnds();
        pass(59);
        aByteComes();
        assertCutAfter(30, CloseReason.HEADERS_TIMEOUT);
    }

    @Test
    void aMultiplexedConnectionIsIdleWithNoStreamOpenWhateverFramesCome() {
        aByteComes();
        activity.multiplexes();
        lease.requestBegins();
        activity.readBegins();
        pass(1_000);
        assertThat(sweepCuts()).as("a stream is open").isFalse();
        lease.requestEnds();
        pass(30);
        aByteComes();
        assertCutAfter(30, CloseReason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    void newLimitsHoldFromTheNextSweepOn() {
        activity.readBegins();
        pool.update(LIMITS.toBuilder().connectionTimeout(Duration.ofMillis(5)).build());
        assertCutAfter(5, CloseReason.CONNECTION_TIMEOUT);
    }
}
