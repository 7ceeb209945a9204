package dev.serve.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.pool.PoolIdentity;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Whether a listener lets connections in, and the tale of it: each change is logged and told as an
 * event. Any thread.
 */
final class AcceptHealth {

    private static final System.Logger LOG = System.getLogger(AcceptHealth.class.getName());

    /** How long nothing may have gone wrong before all is well again. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PoolIdentity identity;
    private final Consumer<ServerEvent> events;
    private final AtomicReference<AcceptState> state = new AtomicReference<>(AcceptState.STOPPED);

    /** Made in good time: with no descriptor left, a class may not load. */
    private final ServerEvent degraded;

    private final LongAdder refused = new LongAdder();
    private volatile long lastTroubleNanos;

    AcceptHealth(PoolIdentity identity, Consumer<ServerEvent> events) {
        this.identity = identity;
        this.events = events;
        this.degraded =
                new ServerEvent.AcceptingChanged(
                        identity.listener(),
                        AcceptState.ACCEPTING,
                        AcceptState.DEGRADED,
                        "no descriptor is left");
    }

    AcceptState state() {
        return Objects.requireNonNull(state.get());
    }

    /** The acceptor runs for the first time: told by the server itself. */
    void started() {
        state.set(AcceptState.ACCEPTING);
    }

    /** The acceptor has been closed: told by the server itself. */
    void closed() {
        state.set(AcceptState.STOPPED);
    }

    /** A connection could not be accepted, or not be kept, for want of a descriptor. */
    void outOfDescriptors(long nowNanos) {
        lastTroubleNanos = nowNanos;
        if (state.compareAndSet(AcceptState.ACCEPTING, AcceptState.DEGRADED)) {
            LOG.log(
                    WARNING,
                    identity
                            + ": no descriptor is left; connections are refused until some are closed (expected: a higher limit of open files, ulimit -n or LimitNOFILE, or a lower pool.max-connections)");
            events.accept(degraded);
        }
    }

    /** A connection was refused for that want. */
    void refused(long nowNanos) {
        refused.increment();
        outOfDescriptors(nowNanos);
    }

    /** Looks whether the want is over; by the reaper, each tick. */
    void recover(long nowNanos) {
        if (state.get() != AcceptState.DEGRADED || nowNanos - lastTroubleNanos < QUIET_NANOS) {
            return;
        }
        if (!SpareDescriptor.available()) {
            lastTroubleNanos = nowNanos;
        } else if (state.compareAndSet(AcceptState.DEGRADED, AcceptState.ACCEPTING)) {
            LOG.log(
                    INFO,
                    identity
                            + ": descriptors are free, it accepts again; refused in the meantime: "
                            + refused.sumThenReset());
            tell(AcceptState.DEGRADED, AcceptState.ACCEPTING, "descriptors are free again");
        }
    }

    /** Nobody accepts any longer, and nobody has asked for that. */
    void died(String reason) {
        move(AcceptState.STOPPED, reason);
    }

    /** There is a new acceptor. */
    void rebuilt() {
        if (move(AcceptState.ACCEPTING, "the acceptor has been rebuilt")) {
            LOG.log(INFO, identity + ": its acceptor has been rebuilt");
        }
    }

    private boolean move(AcceptState to, String reason) {
        AcceptState from = Objects.requireNonNull(state.getAndSet(to));
        if (from == to) {
            return false;
        }
        tell(from, to, reason);
        return true;
    }

    private void tell(AcceptState from, AcceptState to, String reason) {
        events.accept(new ServerEvent.AcceptingChanged(identity.listener(), from, to, reason));
    }
}
