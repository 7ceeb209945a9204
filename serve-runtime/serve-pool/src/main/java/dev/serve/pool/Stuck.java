package dev.serve.pool;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.spi.Handling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Reports handlers that go on long after their request has been answered in their place, their
 * stream is over or their connection has been cut, each once, with the stack they are in: their
 * client has gone, and they hold a thread and what they have locked.
 */
final class Stuck {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());

    /** Of {@code pool.request-timeout}: one that ends a little late is not stuck. */
    private static final int FACTOR = 2;

    private static final long AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int FRAMES_IN_LOG = 12;

    private final PoolIdentity identity;

    Stuck(PoolIdentity identity) {
        this.identity = identity;
    }

    private static boolean isPatient(long since, PoolConfig limits, long nowNanos) {
        return nowNanos - since
                < Math.max(FACTOR * limits.requestTimeout().toNanos(), AT_LEAST_NANOS);
    }

    /** Looks at a connection that was cut. One caller at a time. */
    void at(Lease lease, PoolConfig limits, long nowNanos) {
        long cut = lease.cutSince(nowNanos);
        if (isPatient(cut, limits, nowNanos)) {
            return;
        }
        Pooled connection = lease.connection();
        Thread thread = connection == null ? null : connection.thread();
        if (thread != null && lease.tellsStuck()) {
            long request = lease.activity().answeredInPlaceSince();
            tell(lease, thread, nowNanos - (request == Activity.NEVER ? cut : request));
        }
    }

    /**
     * Looks at a handler whose stream is over since then.
     *
     * @return whether it is stuck, and that has been told
     */
    boolean tells(Lease lease, Handling handler, long since, PoolConfig limits, long nowNanos) {
        Thread thread = handler.thread();
        if (thread == null || isPatient(since, limits, nowNanos)) {
            return false;
        }
        tell(lease, thread, nowNanos - handler.beganNanos());
        return true;
    }

    private void tell(Lease lease, Thread thread, long nanos) {
        Duration running = Duration.ofNanos(nanos);
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        LOG.log(WARNING, () -> lease + ": " + told(running, stack));
        identity.tell(
                () ->
                        new ServerEvent.RequestStuck(
                                identity.listener(), lease.id(), running, stack));
    }

    private static String told(Duration running, List<StackTraceElement> stack) {
        return "a handler is still running after "
                + running.toSeconds()
                + " s, long after its client was given up, at"
                + stack.stream()
                        .limit(FRAMES_IN_LOG)
                        .map(frame -> System.lineSeparator() + "  " + frame)
                        .collect(Collectors.joining());
    }
}
