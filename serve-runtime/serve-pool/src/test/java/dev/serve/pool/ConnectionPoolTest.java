package dev.serve.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.RefuseReason;
import dev.serve.pool.Admission.Admitted;
import dev.serve.pool.Admission.Refused;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.LogCapture;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {

    private static final String TRACE = "trace_00000000002a";

    private final ConnectionPool pool = poolOf(2);

    private static ConnectionPool poolOf(int maxConnections) {
        return Pools.real(PoolConfig.builder().maxConnections(maxConnections));
    }

    private Lease admitted() {
        return ((Admitted) pool.admit(null)).lease();
    }

    @Test
    void countsConnectionsFromOne() {
        assertThat(admitted().number()).isEqualTo(1);
        assertThat(admitted().number()).isEqualTo(2);
        assertThat(pool.counts().active()).isEqualTo(2);
        assertThat(pool.counts().total()).isEqualTo(2);
    }

    @Test
    void aLeaseClosedTwiceGivesItsPlaceBackOnce() {
        Lease lease = admitted();
        admitted();
        lease.close();
        lease.close();
        assertThat(pool.counts().active()).isEqualTo(1);
    }

    @Test
    void countsRequestsInFlightOverAllConnections() {
        Lease first = admitted();
        Lease second = admitted();
        first.requestBegins();
        second.requestBegins();
        second.requestBegins();
        assertThat(pool.counts().requestsInFlight()).isEqualTo(3);
        second.requestEnds(0, second.now(), false);
        assertThat(second.requestsInFlight()).isEqualTo(1);
        assertThat(pool.counts().requestsInFlight()).isEqualTo(2);
    }

    @Test
    void aNewLimitHoldsFromTheNextAdmissionOn() {
        admitted();
        admitted();
        pool.update(PoolConfig.builder().maxConnections(3).build(), TRACE);
        assertThat(pool.admit(null)).isInstanceOf(Admitted.class);
    }

    @Nested
    class WhenFull {

        @Test
        @ExpectLog("refused 1 connections")
        void refusesAndCounts() {
            ConnectionPool one = poolOf(1);
            one.admit(null);
            for (int i = 0; i < 3; i++) {
                assertThat(one.admit(null)).isInstanceOf(Refused.class);
            }
            assertThat(one.metrics().refused()).containsEntry(RefuseReason.POOL_FULL, 3L);
            assertThat(one.counts().refused()).isEqualTo(3);
        }

        @Test
        @ExpectLog("refused 1 connections")
        void admitsAgainAfterOneCloses() {
            ConnectionPool one = poolOf(1);
            Lease first = ((Admitted) one.admit(null)).lease();
            assertThat(one.admit(null)).isInstanceOf(Refused.class);
            first.close();
            assertThat(one.admit(null)).isInstanceOf(Admitted.class);
        }
    }

    @Nested
    class WhenDraining {

        @Test
        void admitsNobodyAndCountsThem() {
            pool.drain(TRACE);
            assertThat(pool.admit(null)).isInstanceOf(Refused.class);
            assertThat(pool.metrics().refused()).containsEntry(RefuseReason.DRAINING, 1L);
        }

        @Test
        void saysHowManyItAsksAndNothingWhereNobodyIs(LogCapture log) {
            poolOf(1).drain(TRACE);
            poolOf(1).drainButFresh(TRACE);
            assertThat(log.entries(Level.INFO)).isEmpty();
            admitted();
            pool.drain(TRACE);
            log.expect(Level.INFO, TRACE + ": drains 1");
        }

        @Test
        void asksEveryConnectionOnce() {
            Recorded first = Recorded.on(admitted());
            pool.drain(TRACE);
            assertThat(first.drained).hasValue(1);
            assertThat(first.lease.isDraining()).isTrue();
        }

        @Test
        void aConnectionAttachedLaterIsAskedToo() {
            Lease lease = admitted();
            pool.drain(TRACE);
            Recorded late = Recorded.on(lease);
            assertThat(late.drained).hasValue(1);
        }

        @Test
        void isEmptyWhenTheLastRequestHasLeft() throws Exception {
            Recorded busy = Recorded.on(admitted());
            busy.lease.requestBegins();
            pool.drain(TRACE);
            assertThat(pool.awaitEmpty(Duration.ofMillis(1))).isFalse();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Boolean> empty =
                        executor.submit(() -> pool.awaitEmpty(Duration.ofSeconds(10)));
                busy.lease.requestEnds(0, busy.lease.now(), false);
                busy.lease.close();
                assertThat(empty.get(5, SECONDS)).isTrue();
            }
        }

        @Test
        void idleOnesCanBeClosedAlone() {
            Recorded busy = Recorded.on(admitted());
            Recorded idle = Recorded.on(admitted());
            busy.lease.requestBegins();
            pool.abortIdle(true);
            assertThat(idle.aborted).hasValue(1);
            assertThat(busy.aborted).hasValue(0);
        }

        @Test
        void tellsWhatBecameOfEverybody() throws Exception {
            Recorded busy = Recorded.on(admitted());
            busy.lease.requestBegins();
            busy.lease.requestBegins();
            Recorded idle = Recorded.on(admitted());
            assertThat(pool.drain(Duration.ofMillis(1), TRACE)).isEqualTo(new Drained(2, 2, 1));
            assertThat(idle.aborted).hasValue(0);
            assertThat(pool.closed())
                    .containsEntry(CloseReason.DRAINED, 1L)
                    .containsEntry(CloseReason.ABORTED, 1L);
        }

        @Test
        void abortTellsHowManyHadWorkInside() {
            Recorded busy = Recorded.on(admitted());
            Recorded.on(admitted());
            busy.lease.requestBegins();
            assertThat(pool.abort(TRACE)).isEqualTo(1);
            assertThat(pool.counts().active()).isZero();
        }
    }

    @Test
    @ExpectLog("refused 1 connections")
    void isNeverOverItsLimitHoweverManyEnterAtOnce() throws Exception {
        int limit = 5;
        ConnectionPool shared = poolOf(limit);
        // The crowd below may or may not be refused; this one is, so that the log is certain.
        List<Lease> all = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            all.add(((Admitted) shared.admit(null)).lease());
        }
        assertThat(shared.admit(null)).isInstanceOf(Refused.class);
        all.forEach(Lease::close);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(16);
        CountDownLatch entered = new CountDownLatch(1);
        Callable<Void> visitor =
                () -> {
                    start.await(10, SECONDS);
                    for (int i = 0; i < 300; i++) {
                        if (shared.admit(null) instanceof Admitted(Lease lease)) {
                            entered.countDown();
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                            lease.close();
                        }
                    }
                    return null;
                };
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> visitors = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                visitors.add(executor.submit(visitor));
            }
            for (Future<Void> each : visitors) {
                each.get(30, SECONDS);
            }
        }
        assertThat(entered.getCount()).isZero();
        assertThat(most.get()).isBetween(1, limit);
        assertThat(shared.counts().active()).isZero();
        assertThat(shared.counts().total() + shared.counts().refused())
                .isEqualTo(limit + 1 + 16 * 300);
    }
}
