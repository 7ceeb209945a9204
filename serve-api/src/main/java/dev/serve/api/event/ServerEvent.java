package dev.serve.api.event;

import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.ShutdownStep;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.pool.RefuseReason;
import java.time.Duration;
import java.util.List;

/** Something that happened to a server. Immutable. */
public sealed interface ServerEvent {

    /** The server went from one state to the next. */
    record StateChanged(ServerState from, ServerState to) implements ServerEvent {}

    /**
     * A step of the start has ended.
     *
     * @param step such as {@code listeners}
     */
    record StartStepEnded(String step, Duration took) implements ServerEvent {}

    /** A step of the stop has begun. */
    record ShutdownStepBegan(ShutdownStep step) implements ServerEvent {}

    /**
     * Another configuration than the one in force has been handed in; what becomes of it is told by
     * {@link ChangeEnded}.
     *
     * @param version the version in force
     * @param source who asks for it
     * @param keys full keys that differ; a listener that comes or goes counts as one
     */
    record ConfigChanged(long version, String source, List<String> keys) implements ServerEvent {

        /** Copies the list. */
        public ConfigChanged {
            keys = List.copyOf(keys);
        }
    }

    /** What became of another configuration. */
    record ChangeEnded(ChangeResult result) implements ServerEvent {}

    /**
     * A handler has gone on long after its request was answered in its place, its stream was over
     * or its connection was cut; told once for each.
     *
     * @param listener where it was asked
     * @param connectionId such as {@code conn_00000000002a}
     * @param running how long it has been running
     * @param stack where it is, the innermost frame first
     */
    record RequestStuck(
            String listener, String connectionId, Duration running, List<StackTraceElement> stack)
            implements ServerEvent {

        /** Copies the list. */
        public RequestStuck {
            stack = List.copyOf(stack);
        }
    }

    /**
     * A virtual thread has blocked while it was pinned to its carrier, so that others had one
     * carrier less.
     *
     * @param thread its name
     * @param time how long it was blocked, 20 ms at least
     * @param reason what pinned it, in the words of the JVM
     * @param stack where it was, the innermost frame first
     */
    record ThreadPinned(String thread, Duration time, String reason, List<StackTraceElement> stack)
            implements ServerEvent {

        /** Copies the list. */
        public ThreadPinned {
            stack = List.copyOf(stack);
        }
    }

    /**
     * A listener is bound and accepts.
     *
     * @param address the address as bound, such as {@code 127.0.0.1:49152}
     */
    record ListenerOpened(String listener, String address) implements ServerEvent {}

    /** A listener accepts no longer. */
    record ListenerClosed(String listener) implements ServerEvent {}

    /**
     * A listener has stopped letting connections in, or does so again, without having been told to.
     *
     * @param reason in words
     */
    record AcceptingChanged(String listener, AcceptState from, AcceptState to, String reason)
            implements ServerEvent {}

    /**
     * A listener answers by a new table of routes from its next request on.
     *
     * @param version counts the tables of the listener, from 1
     */
    record RoutesSwapped(String listener, long version) implements ServerEvent {}

    /**
     * A listener goes by another configuration.
     *
     * @param address the address as bound
     * @param keys what changed, relative to the listener, such as {@code pool.max-connections}
     * @param draining whether connections that were open are told to end
     */
    record ListenerReconfigured(
            String listener, String address, List<String> keys, boolean draining)
            implements ServerEvent {

        /** Copies the list. */
        public ListenerReconfigured {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A connection was let in.
     *
     * @param serverId of the listener, such as {@code http_server_9f86d081884c}
     * @param connectionId such as {@code conn_00000000002a}
     */
    record ConnectionAdded(String listener, String serverId, String connectionId)
            implements ServerEvent {}

    /** A connection is gone. */
    record ConnectionRemoved(
            String listener, String serverId, String connectionId, CloseReason reason)
            implements ServerEvent {}

    /**
     * A connection has passed a deadline and is being closed.
     *
     * @param deadline which one
     * @param timeout how long it was
     */
    record ConnectionTimedOut(
            String listener,
            String serverId,
            String connectionId,
            CloseReason deadline,
            Duration timeout)
            implements ServerEvent {}

    /** The engine of a connection failed. */
    record ConnectionFailed(
            String listener, String serverId, String connectionId, Throwable failure)
            implements ServerEvent {}

    /**
     * Connections are refused; told at most once a second for each reason.
     *
     * @param connections open connections
     * @param maxConnections how many there may be
     */
    record PoolLimitReached(
            String listener,
            String serverId,
            RefuseReason reason,
            int connections,
            int maxConnections)
            implements ServerEvent {}

    /**
     * The health of a listener's pool went from one status to another.
     *
     * @param health how it is now
     */
    record HealthChanged(
            String listener, String serverId, HealthStatus from, HealthStatus to, PoolHealth health)
            implements ServerEvent {}
}
