package dev.serve.bench.load;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code GET /late}: how much later than they were to run virtual threads have run since the last
 * such request, of those that a timer wakes and of those that are started. It begins to look with
 * the first.
 */
final class Lateness implements Handler {

    private static final long PAUSE_NANOS = 10_000_000;

    private final AtomicBoolean begun = new AtomicBoolean();

    /** Guarded by this, with the next. */
    private Latencies woken = new Latencies();

    private Latencies started = new Latencies();

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("bench-woken").start(this::wake);
            Thread.ofVirtual().name("bench-starting").start(this::start);
        }
        response.send(taken());
    }

    private synchronized String taken() {
        String told = told(woken) + "; " + told(started);
        woken = new Latencies();
        started = new Latencies();
        return told;
    }

    private static String told(Latencies late) {
        return String.format(
                Locale.ROOT,
                "%d %.1f %.1f %.1f",
                late.total(),
                late.micros(0.5) / 1e3,
                late.micros(0.99) / 1e3,
                late.micros(1) / 1e3);
    }

    private void wake() {
        while (true) {
            long due = System.nanoTime() + PAUSE_NANOS;
            LockSupport.parkNanos(PAUSE_NANOS);
            long late = System.nanoTime() - due;
            synchronized (this) {
                woken.add(late);
            }
        }
    }

    private void start() {
        while (true) {
            long asked = System.nanoTime();
            Thread.ofVirtual()
                    .name("bench-started")
                    .start(
                            () -> {
                                long late = System.nanoTime() - asked;
                                synchronized (this) {
                                    started.add(late);
                                }
                            });
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
