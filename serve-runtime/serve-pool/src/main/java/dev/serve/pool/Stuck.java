package dev.serve.pool;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports handlers that go on long after their request has been answered in their place, each once,
 * with the stack they are in: their client has gone, and they hold a thread and what they have
 * locked.
 */
final class Stuck {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());

    /** Of {@code pool.request-timeout}: one that ends a little late is not stuck. */
    private static final int FACTOR = 3;

    private static final int FRAMES_IN_LOG = 12;

    private final PoolIdentity identity;

    Stuck(PoolIdentity identity) {
        this.identity = identity;
    }

    /** Looks at a connection that was cut. One caller at a time. */
    void at(Lease lease, PoolConfig limits, long nowNanos) {
        long since = lease.activity().answeredInPlaceSince();
        if (since == Activity.NEVER
                || nowNanos - since < FACTOR * limits.requestTimeout().toNanos()) {
            return;
        }
        Pooled connection = lease.connection();
        Thread thread = connection == null ? null : connection.thread();
        if (thread == null || !lease.tellsStuck()) {
            return;
        }
        Duration running = Duration.ofNanos(nowNanos - since);
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
                + " s, long past pool.request-timeout, at"
                + stack.stream()
                        .limit(FRAMES_IN_LOG)
                        .map(frame -> System.lineSeparator() + "  " + frame)
                        .collect(Collectors.joining());
    }
}
