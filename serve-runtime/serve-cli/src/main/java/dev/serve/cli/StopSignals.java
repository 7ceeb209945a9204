package dev.serve.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM: the first asks for a stop, the second forces it, the third ends the process.
 * What only begins is given up when it is not done soon. SIGHUP asks for the configuration anew.
 *
 * <p>Handlers, not a shutdown hook: a hook cannot see a second signal, since the JVM that runs it
 * takes no further ones; and the exit code would be 130 or 143, not 0.
 */
final class StopSignals {

    /** What stops a process, and what is as good as one. */
    enum Stop {
        /** SIGINT: somebody sits there and has pressed Ctrl-C. */
        CTRL_C("INT", 2),
        /** SIGTERM: from whoever runs the process. */
        TERM("TERM", 15);

        private final String signal;
        private final int number;

        Stop(String signal, int number) {
            this.signal = signal;
            this.number = number;
        }

        /** How a shell tells of a process that this has ended. */
        int exitCode() {
            return 128 + number;
        }
    }

    /** How long a start may still take behind the first signal. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

    private final CompletableFuture<Stop> first = new CompletableFuture<>();
    private final AtomicReference<@Nullable Consumer<Stop>> beginning = new AtomicReference<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Runnable force;

    private StopSignals(Runnable force) {
        this.force = force;
    }

    /**
     * Takes the signals from now on. One that the JVM or the shell has disabled ({@code -Xrs},
     * {@code nohup}) stays as it is.
     *
     * @param force called on the second signal, in a thread of the JVM
     */
    static StopSignals install(Runnable force) {
        StopSignals signals = new StopSignals(force);
        for (Stop stop : Stop.values()) {
            Signals.handle(stop.signal, () -> signals.received(stop));
        }
        return signals;
    }

    /** What only begins. */
    interface Beginning extends AutoCloseable {

        /** It has begun, or failed. */
        @Override
        void close();
    }

    /**
     * Something begins that may hang and that nothing can interrupt, such as the opening of a pipe.
     *
     * @param giveUp told the signal when it has come and a second later it has still not begun, in
     *     a thread of its own
     */
    Beginning begins(Consumer<Stop> giveUp) {
        beginning.set(giveUp);
        return () -> beginning.set(null);
    }

    private void giveUpSoon(Stop stop) {
        if (beginning.get() != null) {
            Thread.ofPlatform()
                    .daemon()
                    .name("serve-last-chance")
                    .start(
                            () -> {
                                LockSupport.parkNanos(LAST_CHANCE.toNanos());
                                Consumer<Stop> giveUp = beginning.getAndSet(null);
                                if (giveUp != null) {
                                    giveUp.accept(stop);
                                }
                            });
        }
    }

    /** Waits for the first signal; which it was. */
    Stop await() throws InterruptedException {
        try {
            return first.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails here", e);
        }
    }

    /**
     * Takes SIGHUP from now on; before, it ends the process.
     *
     * @param reload called on each, in a thread of the JVM
     */
    void onHangUp(Runnable reload) {
        Signals.handle("HUP", reload);
    }

    /** As if a signal had asked for a stop. */
    void stop() {
        first.complete(Stop.TERM);
    }

    private void received(Stop stop) {
        switch (count.incrementAndGet()) {
            case 1 -> {
                first.complete(stop);
                giveUpSoon(stop);
            }
            case 2 -> force.run();
            default -> Runtime.getRuntime().halt(1);
        }
    }
}
