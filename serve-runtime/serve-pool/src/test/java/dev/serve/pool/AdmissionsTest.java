package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.OverLimit;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.Rate;
import dev.serve.api.config.WaitPriority;
import dev.serve.api.event.ServerEvent.PoolLimitReached;
import dev.serve.api.pool.RefuseReason;
import dev.serve.pool.Admission.Admitted;
import dev.serve.pool.Admission.Refused;
import dev.serve.pool.Admission.Waiting;
import dev.serve.testing.ExpectLog;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who enters, who waits and who is refused, beyond the plain limit. */
class AdmissionsTest {

    private static final String TRACE = "trace_00000000002a";

    private final PoolConfig.Builder limits = PoolConfig.builder();
    private final Pools pools = new Pools();

    private static Lease lease(Admission admission) {
        return ((Admitted) admission).lease();
    }

    private static RefuseReason reason(Admission admission) {
        return ((Refused) admission).reason();
    }

    @Nested
    class OfOnePeer {

        private final ConnectionPool pool = pools.pool(limits.maxConnectionsPerPeer(2));

        @Test
        @ExpectLog("listeners.web.pool.max-connections-per-peer is 2")
        void onlySoManyAreInside() {
            Lease first = lease(pool.admit(Pools.peer("192.0.2.1")));
            pool.admit(Pools.peer("192.0.2.1"));
            assertThat(reason(pool.admit(Pools.peer("192.0.2.1"))))
                    .isEqualTo(RefuseReason.PEER_FULL);
            assertThat(pool.admit(Pools.peer("192.0.2.2"))).isInstanceOf(Admitted.class);
            first.close();
            assertThat(pool.admit(Pools.peer("192.0.2.1"))).isInstanceOf(Admitted.class);
        }

        @Test
        @ExpectLog("PEER_FULL")
        void theAddressesOfOneNetworkAreOnePeer() {
            pool.admit(Pools.peer("2001:db8:0:1::1"));
            pool.admit(Pools.peer("2001:db8:0:1:ffff::2"));
            assertThat(reason(pool.admit(Pools.peer("2001:db8:0:1::3"))))
                    .isEqualTo(RefuseReason.PEER_FULL);
            assertThat(pool.admit(Pools.peer("2001:db8:0:2::1"))).isInstanceOf(Admitted.class);
        }

        @Test
        void peersWithoutAnAddressAreNotCounted() {
            for (int i = 0; i < 5; i++) {
                assertThat(pool.admit(UnixDomainSocketAddress.of(""))).isInstanceOf(Admitted.class);
                assertThat(pool.admit(null)).isInstanceOf(Admitted.class);
            }
        }

        @Test
        @ExpectLog("PEER_FULL")
        void countTheClientThatAProxyNames() {
            Lease first = lease(pool.admit(null));
            Lease second = lease(pool.admit(null));
            Lease third = lease(pool.admit(null));
            assertThat(first.peer(Pools.peer("192.0.2.1"))).isEmpty();
            assertThat(second.peer(Pools.peer("192.0.2.1"))).isEmpty();
            assertThat(third.peer(Pools.peer("192.0.2.1")))
                    .hasValueSatisfying(
                            refused ->
                                    assertThat(refused.reason()).isEqualTo(RefuseReason.PEER_FULL));
            third.close();
            first.close();
            assertThat(pool.admit(Pools.peer("192.0.2.1"))).isInstanceOf(Admitted.class);
        }

        @Test
        @ExpectLog("PEER_FULL")
        void aLimitThatComesLaterCountsThoseInside() {
            ConnectionPool free = pools.pool(PoolConfig.builder());
            free.admit(Pools.peer("192.0.2.1"));
            free.update(PoolConfig.builder().maxConnectionsPerPeer(2).build(), TRACE);
            assertThat(free.admit(Pools.peer("192.0.2.1"))).isInstanceOf(Admitted.class);
            assertThat(reason(free.admit(Pools.peer("192.0.2.1"))))
                    .isEqualTo(RefuseReason.PEER_FULL);
        }
    }

    @Nested
    class FasterThanTheRate {

        private final ConnectionPool pool = pools.pool(limits.acceptRate(Rate.perSecond(2)));

        @Test
        @ExpectLog("listeners.web.pool.accept-rate is 2/s")
        void areRefusedUntilATokenIsBack() {
            pool.admit(null);
            pool.admit(null);
            Refused refused = (Refused) pool.admit(null);
            assertThat(refused.reason()).isEqualTo(RefuseReason.RATE);
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            pools.clock.advance(Duration.ofMillis(499));
            assertThat(reason(pool.admit(null))).isEqualTo(RefuseReason.RATE);
            pools.clock.advance(Duration.ofMillis(1));
            assertThat(pool.admit(null)).isInstanceOf(Admitted.class);
        }

        @Test
        @ExpectLog("RATE")
        void aLongPauseSavesNoMoreThanTheRate() {
            pools.clock.advance(Duration.ofHours(1));
            pool.admit(null);
            pool.admit(null);
            assertThat(reason(pool.admit(null))).isEqualTo(RefuseReason.RATE);
        }

        @Test
        void areAdmittedOnceTheLimitIsGone() {
            pool.update(PoolConfig.builder().build(), TRACE);
            for (int i = 0; i < 10; i++) {
                assertThat(pool.admit(null)).isInstanceOf(Admitted.class);
            }
        }
    }

    /** Writes down what it is told. */
    private static final class Line {

        private final List<String> entered = new ArrayList<>();
        private final List<Lease> leases = new ArrayList<>();
        private final List<RefuseReason> refused = new ArrayList<>();

        private Admission joins(ConnectionPool pool, String address) {
            return pool.admit(
                    Pools.peer(address),
                    new Waiter() {
                        @Override
                        public void admitted(Lease lease) {
                            entered.add(address);
                            leases.add(lease);
                        }

                        @Override
                        public void refused(Refused refusal) {
                            refused.add(refusal.reason());
                        }
                    });
        }
    }

    @Nested
    class WhenFullWithAQueue {

        private final Line line = new Line();
        private final ConnectionPool pool =
                pools.pool(
                        limits.maxConnections(1)
                                .waitQueue(4)
                                .waitTimeout(Duration.ofSeconds(5))
                                .waitPriority(
                                        Map.of(
                                                Cidr.parse("10.0.0.0/8"),
                                                WaitPriority.HIGH,
                                                Cidr.parse("10.9.0.0/16"),
                                                WaitPriority.LOW)));
        private final Lease inside = lease(pool.admit(null));

        @Test
        void theBestGoesFirstAndAmongEqualsTheOldest() {
            assertThat(line.joins(pool, "10.9.0.1")).isEqualTo(new Waiting());
            line.joins(pool, "192.0.2.1");
            line.joins(pool, "10.0.0.1");
            line.joins(pool, "10.0.0.2");
            assertThat(pool.counts().waiting()).isEqualTo(4);
            assertThat(line.entered).isEmpty();
            inside.close();
            for (int i = 0; i < 4; i++) {
                assertThat(pool.counts().active()).isEqualTo(1);
                line.leases.get(i).close();
            }
            assertThat(line.entered)
                    .containsExactly("10.0.0.1", "10.0.0.2", "192.0.2.1", "10.9.0.1");
            assertThat(pool.counts().active()).isZero();
            assertThat(pool.counts().total()).isEqualTo(5);
        }

        @Test
        @ExpectLog("listeners.web.pool.wait-queue is 4")
        void oneMoreThanTheQueueHoldsIsRefused() {
            for (int i = 0; i < 4; i++) {
                line.joins(pool, "192.0.2.1");
            }
            assertThat(reason(line.joins(pool, "192.0.2.1"))).isEqualTo(RefuseReason.QUEUE_FULL);
        }

        @Test
        @ExpectLog("listeners.web.pool.wait-queue is 4")
        void aBetterOneTakesThePlaceOfTheLastOfTheWorst() {
            line.joins(pool, "10.9.0.1");
            line.joins(pool, "10.9.0.2");
            line.joins(pool, "192.0.2.1");
            line.joins(pool, "192.0.2.2");
            assertThat(line.joins(pool, "10.0.0.1")).isEqualTo(new Waiting());
            assertThat(line.refused).containsExactly(RefuseReason.QUEUE_FULL);
            assertThat(line.joins(pool, "192.0.2.3")).isEqualTo(new Waiting());
            assertThat(line.refused).hasSize(2);
            assertThat(reason(line.joins(pool, "192.0.2.4"))).isEqualTo(RefuseReason.QUEUE_FULL);
            assertThat(pool.counts().waiting()).isEqualTo(4);
            inside.close();
            for (int i = 0; i < 4; i++) {
                line.leases.get(i).close();
            }
            assertThat(line.entered)
                    .containsExactly("10.0.0.1", "192.0.2.1", "192.0.2.2", "192.0.2.3");
            assertThat(pool.metrics().refused()).containsEntry(RefuseReason.QUEUE_FULL, 3L);
        }

        @Test
        @ExpectLog("QUEUE_FULL")
        void whoLosesItsPlaceCountsForItsPeerNoLonger() {
            pool.update(limits.waitQueue(1).maxConnectionsPerPeer(1).build(), TRACE);
            line.joins(pool, "10.9.0.1");
            line.joins(pool, "192.0.2.1");
            pool.update(limits.waitQueue(2).build(), TRACE);
            assertThat(line.joins(pool, "10.9.0.1")).isEqualTo(new Waiting());
        }

        @Test
        @ExpectLog("POOL_FULL")
        void oneThatCannotWaitIsRefused() {
            assertThat(reason(pool.admit(null))).isEqualTo(RefuseReason.POOL_FULL);
        }

        @Test
        @ExpectLog("listeners.web.pool.wait-timeout is PT5S")
        void oneThatWaitsTooLongIsRefused() {
            line.joins(pool, "192.0.2.1");
            pools.clock.advance(Duration.ofSeconds(1));
            line.joins(pool, "192.0.2.2");
            pools.clock.advance(Duration.ofSeconds(4).minusNanos(1));
            pool.sweep(pools.clock.nanoTime());
            assertThat(line.refused).isEmpty();
            pools.clock.advance(Duration.ofNanos(1));
            pool.sweep(pools.clock.nanoTime());
            assertThat(line.refused).containsExactly(RefuseReason.WAIT_TIMEOUT);
            inside.close();
            assertThat(line.entered).containsExactly("192.0.2.2");
        }

        @Test
        void moreRoomLetsThemInAtOnce() {
            line.joins(pool, "192.0.2.1");
            line.joins(pool, "192.0.2.2");
            line.joins(pool, "192.0.2.3");
            pool.update(limits.maxConnections(3).build(), TRACE);
            assertThat(line.entered).containsExactly("192.0.2.1", "192.0.2.2");
            assertThat(pool.counts().active()).isEqualTo(3);
        }

        @Test
        void aDrainRefusesThem() {
            line.joins(pool, "192.0.2.1");
            pool.drain(TRACE);
            assertThat(line.refused).containsExactly(RefuseReason.DRAINING);
            assertThat(pool.counts().waiting()).isZero();
        }

        @Test
        @ExpectLog("PEER_FULL")
        void theyCountForTheirPeer() {
            pool.update(limits.maxConnectionsPerPeer(1).build(), TRACE);
            line.joins(pool, "192.0.2.1");
            assertThat(reason(line.joins(pool, "192.0.2.1"))).isEqualTo(RefuseReason.PEER_FULL);
        }

        @Test
        @ExpectLog(value = "could not be served when its place was free", level = Level.ERROR)
        void oneWhoseConnectionFailsGivesItsPlaceOn() {
            pool.admit(
                    null,
                    new Waiter() {
                        @Override
                        public void admitted(Lease lease) {
                            throw new IllegalStateException("no thread");
                        }

                        @Override
                        public void refused(Refused refused) {
                            throw new AssertionError("not refused");
                        }
                    });
            line.joins(pool, "192.0.2.1");
            inside.close();
            assertThat(line.entered).containsExactly("192.0.2.1");
            assertThat(pool.counts().active()).isEqualTo(1);
        }
    }

    @Nested
    class Refusals {

        @Test
        @ExpectLog("refused 1 connections for POOL_FULL")
        void sayWhatTheSocketGets() {
            ConnectionPool pool = pools.pool(limits.maxConnections(1).overLimit(OverLimit.ANSWER));
            pool.admit(null);
            assertThat(pool.admit(null))
                    .isEqualTo(
                            new Refused(
                                    RefuseReason.POOL_FULL,
                                    OverLimit.ANSWER,
                                    Duration.ofSeconds(5)));
        }

        @Test
        void ofAListenerThatLeavesAreJustClosed() {
            ConnectionPool pool = pools.pool(limits.overLimit(OverLimit.ANSWER));
            pool.drain(TRACE);
            assertThat(((Refused) pool.admit(null)).answer()).isEqualTo(OverLimit.CLOSE);
        }

        @Test
        @ExpectLog("refused 1 connections for POOL_FULL")
        @ExpectLog("refused 3 connections for POOL_FULL")
        void areToldOfOnceASecond() {
            ConnectionPool pool = pools.pool(limits.maxConnections(1));
            pool.admit(null);
            pool.admit(null);
            pool.admit(null);
            pool.admit(null);
            assertThat(pools.told(PoolLimitReached.class)).hasSize(1);
            pools.clock.advance(Duration.ofSeconds(1));
            pool.admit(null);
            assertThat(pools.told(PoolLimitReached.class))
                    .hasSize(2)
                    .allSatisfy(
                            told -> {
                                assertThat(told.reason()).isEqualTo(RefuseReason.POOL_FULL);
                                assertThat(told.connections()).isEqualTo(1);
                                assertThat(told.maxConnections()).isEqualTo(1);
                                assertThat(told.serverId()).isEqualTo("http_server_00000000002a");
                            });
            assertThat(pool.metrics().refused()).containsEntry(RefuseReason.POOL_FULL, 4L);
        }
    }
}
