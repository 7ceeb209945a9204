package dev.serve.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.WaitPriority;
import dev.serve.api.pool.CloseReason;
import dev.serve.pool.Admission.Admitted;
import dev.serve.pool.Admission.Refused;
import dev.serve.pool.Admission.Waiting;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What holds whatever comes, in whatever order. */
class CrowdTest {

    private static final String TRACE = "trace_00000000002a";

    /** One who has come in this order, and how far up its line is. */
    private record Arrived(int order, WaitPriority priority) {}

    @Property
    void theQueueIsSortedByPriorityAndThenByArrival(
            @ForAll @Size(max = 50) List<WaitPriority> arrivals) {
        WaitQueue queue = new WaitQueue();
        List<Arrived> expected = new ArrayList<>();
        Map<WaitQueue.Ticket, Arrived> tickets = new HashMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
            WaitQueue.Ticket ticket = new WaitQueue.Ticket(null, null, nobody(), i);
            Arrived arrived = new Arrived(i, arrivals.get(i));
            queue.join(ticket, arrived.priority());
            tickets.put(ticket, arrived);
            expected.add(arrived);
        }
        expected.sort(Comparator.comparing(Arrived::priority).thenComparing(Arrived::order));
        assertThat(queue.size()).isEqualTo(arrivals.size());
        assertThat(queue.clear()).extracting(tickets::get).isEqualTo(expected);
        assertThat(queue.size()).isZero();
    }

    @Property
    void exactlyThoseWhoHaveWaitedLongEnoughExpire(
            @ForAll @Size(max = 50) List<WaitPriority> arrivals,
            @ForAll @IntRange(max = 60) int now,
            @ForAll @IntRange(min = 1, max = 60) int timeout) {
        WaitQueue queue = new WaitQueue();
        for (int i = 0; i < arrivals.size(); i++) {
            queue.join(new WaitQueue.Ticket(null, null, nobody(), i), arrivals.get(i));
        }
        int late = Math.clamp(now - timeout + 1L, 0, arrivals.size());
        assertThat(queue.expired(now, timeout))
                .hasSize(late)
                .allMatch(ticket -> now - ticket.since() >= timeout);
        assertThat(queue.size()).isEqualTo(arrivals.size() - late);
    }

    private static Waiter nobody() {
        return new Waiter() {
            @Override
            public void admitted(Lease lease) {
                throw new AssertionError("not asked for");
            }

            @Override
            public void refused(Refused refused) {
                throw new AssertionError("not asked for");
            }
        };
    }

    /** Positive: the peer with that number enters; negative: one of its connections leaves. */
    @Provide
    Arbitrary<List<Integer>> comingsAndGoings() {
        return Arbitraries.integers()
                .between(1, 3)
                .flatMap(CrowdTest::eitherWay)
                .list()
                .ofMaxSize(80);
    }

    private static Arbitrary<Integer> eitherWay(int peer) {
        return Arbitraries.of(peer, -peer);
    }

    @Property
    void peersAreCountedOneByOne(@ForAll("comingsAndGoings") List<Integer> moves) {
        PeerCounts counts = new PeerCounts();
        Map<Integer, Integer> model = new HashMap<>();
        for (int move : moves) {
            int peer = Math.abs(move);
            int inside = model.getOrDefault(peer, 0);
            if (move > 0) {
                assertThat(counts.enter(peer, 4)).isEqualTo(inside < 4);
                model.put(peer, Math.min(4, inside + 1));
            } else if (inside > 0) {
                counts.leave(peer);
                model.put(peer, inside - 1);
            }
        }
        assertThat(counts.peers())
                .isEqualTo((int) model.values().stream().filter(count -> count > 0).count());
    }

    /** Closes what it is given after a request; counts what came of it. */
    private static final class Visitor implements Waiter {

        private final AtomicInteger inside;
        private final AtomicInteger most;
        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        private Visitor(AtomicInteger inside, AtomicInteger most) {
            this.inside = inside;
            this.most = most;
        }

        @Override
        public void admitted(Lease lease) {
            // A place that is handed on is handed on by whoever leaves: not deeper and deeper.
            Thread.ofVirtual().start(() -> visit(lease));
        }

        private void visit(Lease lease) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            long began = lease.requestBegins();
            lease.received(1);
            lease.requestEnds(began, lease.now(), false);
            served.incrementAndGet();
            inside.decrementAndGet();
            lease.close();
        }

        @Override
        public void refused(Refused refusal) {
            refused.incrementAndGet();
        }
    }

    @Test
    void everybodyIsServedOrRefusedAndNobodyIsLeftWhileLimitsChange() throws Exception {
        int threads = 8;
        int each = 500;
        int everybody = threads * each;
        PoolConfig.Builder limits =
                PoolConfig.builder().waitQueue(everybody).waitTimeout(Duration.ofHours(1));
        ConnectionPool pool = Pools.real(limits.maxConnections(5));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Visitor visitor = new Visitor(inside, most);
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        Callable<Void> crowd =
                () -> {
                    start.await(10, SECONDS);
                    SocketAddress peer =
                            Pools.peer("192.0.2." + ThreadLocalRandom.current().nextInt(256));
                    for (int i = 0; i < each; i++) {
                        switch (pool.admit(peer, visitor)) {
                            case Admitted(Lease lease) -> visitor.visit(lease);
                            case Refused refused -> visitor.refused(refused);
                            case Waiting() -> {
                                // It will be told.
                            }
                        }
                    }
                    return null;
                };
        Callable<Void> changes =
                () -> {
                    start.await(10, SECONDS);
                    for (int i = 0; i < 50; i++) {
                        pool.update(limits.maxConnections(1 + i % 5).build(), TRACE);
                        pool.sweep(System.nanoTime());
                        pool.metrics();
                        pool.connections();
                    }
                    return null;
                };
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(crowd));
            }
            all.add(executor.submit(changes));
            for (Future<Void> one : all) {
                one.get(30, SECONDS);
            }
        }
        await().untilAsserted(
                        () -> {
                            assertThat(visitor.served.get()).isEqualTo(everybody);
                            assertThat(pool.counts().active()).isZero();
                        });
        assertThat(visitor.refused.get()).isZero();
        assertThat(pool.counts().waiting()).isZero();
        assertThat(most.get()).isBetween(1, 5);
        assertThat(pool.counts().total()).isEqualTo(everybody);
        assertThat(pool.metrics().requests()).isEqualTo(everybody);
        assertThat(pool.metrics().bytesIn()).isEqualTo(everybody);
        assertThat(pool.closed()).containsEntry(CloseReason.DONE, (long) everybody);
    }

    @Test
    void oneSideAloneAnswersARequest() throws Exception {
        PoolConfig.Builder limits = PoolConfig.builder().requestTimeout(Duration.ofMillis(1));
        int rounds = 2_000;
        AtomicInteger byEngine = new AtomicInteger();
        AtomicInteger byPool = new AtomicInteger();
        ConnectionPool pool = Pools.real(limits.maxConnections(rounds));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rounds; i++) {
                Recorded connection = Recorded.on(pool.admit(null));
                long began = connection.lease.requestBegins();
                CyclicBarrier both = new CyclicBarrier(2);
                Future<Boolean> engine =
                        executor.submit(
                                () -> {
                                    both.await(10, SECONDS);
                                    return connection.lease.answerBegins();
                                });
                Future<?> reaper =
                        executor.submit(
                                () -> {
                                    both.await(10, SECONDS);
                                    pool.sweep(began + SECONDS.toNanos(1));
                                    return null;
                                });
                boolean answered = engine.get(10, SECONDS);
                reaper.get(10, SECONDS);
                int pooled = connection.answered503.get();
                assertThat(pooled + (answered ? 1 : 0)).isEqualTo(1);
                (answered ? byEngine : byPool).incrementAndGet();
                connection.lease.close();
            }
        }
        assertThat(byEngine.get() + byPool.get()).isEqualTo(rounds);
        assertThat(pool.closed())
                .containsEntry(CloseReason.REQUEST_TIMEOUT, (long) byPool.get())
                .containsEntry(CloseReason.DONE, (long) byEngine.get());
    }
}
