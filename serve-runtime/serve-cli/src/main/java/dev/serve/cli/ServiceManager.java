package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd how far the process is (sd_notify(3), services of {@code Type=notify}): one
 * datagram a message to the Unix socket that NOTIFY_SOCKET names; without it, nothing. A message
 * that cannot be sent is passed over, as in systemd's own. Any thread.
 */
final class ServiceManager {

    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());

    private final @Nullable String socket;
    private final long watchdogNanos;

    private ServiceManager(@Nullable String socket, long watchdogNanos) {
        this.socket = socket;
        this.watchdogNanos = watchdogNanos;
    }

    /** The one that this environment speaks of; what is told to none is told to nobody. */
    static ServiceManager of(Map<String, String> environment, long pid) {
        String socket = environment.get("NOTIFY_SOCKET");
        String asked = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean watched = asked.equals(Long.toString(pid)) && micros.matches("\\d{1,15}");
        return new ServiceManager(
                socket, watched ? TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) : 0);
    }

    /** Whether there is one. */
    boolean isThere() {
        return socket != null;
    }

    /** It serves, at first or again. */
    void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    /** It takes its configuration anew; {@link #ready} follows. */
    void reloading() {
        // The clock behind nanoTime is CLOCK_MONOTONIC on Linux, as systemd has it.
        tell(
                "RELOADING=1\nMONOTONIC_USEC="
                        + TimeUnit.NANOSECONDS.toMicros(System.nanoTime())
                        + "\nSTATUS=Reloading");
    }

    /** It stops. */
    void stopping() {
        tell("STOPPING=1\nSTATUS=Stopping");
    }

    /**
     * Gives a sign of life twice in each period that systemd waits for one, while it is alive,
     * until it is closed; none where systemd waits for none.
     */
    Watchdog watch(BooleanSupplier alive) {
        CountDownLatch closed = new CountDownLatch(1);
        if (socket != null && watchdogNanos > 0) {
            Thread.ofPlatform()
                    .name("serve-watchdog")
                    .daemon()
                    .start(() -> giveSigns(alive, closed));
        }
        return closed::countDown;
    }

    /** Signs of life; any thread may end them. */
    @FunctionalInterface
    interface Watchdog extends AutoCloseable {
        @Override
        void close();
    }

    private void giveSigns(BooleanSupplier alive, CountDownLatch closed) {
        try {
            do {
                if (alive.getAsBoolean()) {
                    tell("WATCHDOG=1");
                }
            } while (!closed.await(watchdogNanos / 2, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String message) {
        if (socket != null && !UnixDatagram.send(socket, message)) {
            LOG.log(DEBUG, "{0} was not told {1}", socket, message);
        }
    }
}
