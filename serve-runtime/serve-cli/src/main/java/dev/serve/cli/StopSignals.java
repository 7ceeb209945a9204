package dev.serve.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM: the first asks for a stop, the second forces it, the third ends the process.
 * SIGHUP asks for the configuration anew.
 *
 * <p>Handlers, not a shutdown hook: a hook cannot see a second signal, since the JVM that runs it
 * takes no further ones; and the exit code would be 130 or 143, not 0.
 */
final class StopSignals {

    /** What stops a process, and what is as good as one. */
    enum Stop {
        /** SIGINT: somebody sits there and has pressed Ctrl-C. */
        CTRL_C("INT"),
        /** SIGTERM: from whoever runs the process. */
        TERM("TERM");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    private final CompletableFuture<Stop> first = new CompletableFuture<>();
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
            case 1 -> first.complete(stop);
            case 2 -> force.run();
            default -> Runtime.getRuntime().halt(1);
        }
    }
}
