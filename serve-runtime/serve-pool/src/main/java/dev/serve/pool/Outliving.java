package dev.serve.pool;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.spi.Handling;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Handlers that go on after their streams are over, and maybe their connections; no more than a
 * connection may have streams. Those that go on for long are reported. Any thread, unless said
 * otherwise.
 */
final class Outliving {

    private final Map<Handling, Left> handlers = new ConcurrentHashMap<>();
    private final Stuck stuck;
    private final LongSupplier nanoTime;

    Outliving(Stuck stuck, LongSupplier nanoTime) {
        this.stuck = stuck;
        this.nanoTime = nanoTime;
    }

    /**
     * A handler that goes on.
     *
     * @param since when its stream was over
     */
    private record Left(Lease lease, long since) {}

    void add(Lease lease, Handling handler) {
        handlers.put(handler, new Left(lease, nanoTime.getAsLong()));
    }

    void remove(Handling handler) {
        handlers.remove(handler);
    }

    /** Reports each that has gone on for too long, once. One caller at a time. */
    void sweep(PoolConfig limits, long nowNanos) {
        if (handlers.isEmpty()) {
            return;
        }
        handlers.forEach(
                (handler, left) -> {
                    // One may have ended before it was added.
                    if (handler.hasEnded()
                            || stuck.tells(left.lease(), handler, left.since(), limits, nowNanos)) {
                        handlers.remove(handler);
                    }
                });
    }
}
