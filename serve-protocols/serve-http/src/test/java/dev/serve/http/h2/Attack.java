package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One attack on a server in this process, under two verdicts: another client, which asks every 100
 * ms, never waits over 2 s; and after it the heap is back within 16 MiB.
 */
final class Attack {

    private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long MORE_BYTES = 16L << 20;

    /** What an attacker does. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    private Attack() {}

    static void on(Http2Server server, Body attack) throws Exception {
        on(server, attack, () -> {});
    }

    /** An attack that keeps what it has opened until the heap has been looked at. */
    static void on(Http2Server server, Body attack, Body after) throws Exception {
        try (FrameClient other = server.connect()) {
            other.get(1, "/hello").answer(1);
            long before = heap();
            Probe probe = new Probe(other);
            Thread probing = Thread.ofVirtual().start(probe);
            try {
                attack.run();
            } finally {
                probe.stop.countDown();
                probing.join();
            }
            heapIsBack(before, MORE_BYTES);
            after.run();
            assertThat(probe.answers.get()).as("answers to another client").isPositive();
            assertThat(probe.slowestNanos).as("its slowest answer").isLessThan(SLOWEST_NANOS);
        }
    }

    /**
     * What is kept is found by every look; what other threads allocate meanwhile, and the regions
     * that it fills in part, are not.
     */
    static void heapIsBack(long before, long withinBytes) {
        await("the heap, within bytes of before")
                .untilAsserted(() -> assertThat(heap() - before).isLessThan(withinBytes));
    }

    static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** A client that asks again and again, and remembers how long it had to wait. */
    private static final class Probe implements Runnable {

        private final CountDownLatch stop = new CountDownLatch(1);
        private final FrameClient client;
        private volatile long slowestNanos;
        private final AtomicInteger answers = new AtomicInteger();

        Probe(FrameClient client) {
            this.client = client;
        }

        @Override
        public void run() {
            int id = 3;
            try {
                do {
                    long begin = System.nanoTime();
                    assertThat(client.get(id, "/hello").answer(id).status()).isEqualTo(200);
                    slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
                    answers.incrementAndGet();
                    id += 2;
                } while (!stop.await(100, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | AssertionError e) {
                slowestNanos = Long.MAX_VALUE;
            }
        }
    }
}
