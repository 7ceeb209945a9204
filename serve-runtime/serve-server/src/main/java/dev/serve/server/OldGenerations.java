package dev.serve.server;

import dev.serve.pool.ConnectionPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends the connections of earlier generations home: each announces its end with its next answer;
 * one that stays idle for a while is closed; at the deadline the rest is cut. Those with a session
 * of a route that is still there are left alone.
 */
final class OldGenerations {

    /**
     * A peer that asks again and again gets its announcement long before; closing an idle
     * connection at once could cross with a request that is on its way.
     */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConnectionPool pool;
    private final List<Leaving> leaving = new CopyOnWriteArrayList<>();

    OldGenerations(ConnectionPool pool) {
        this.pool = pool;
    }

    /**
     * One retirement.
     *
     * @param upTo the youngest generation that leaves
     */
    private record Leaving(long upTo, long idleEndsAt, long deadline) {}

    /** Connections of this generation and all before it are to leave. */
    void retire(long upTo, Duration drainTimeout) {
        long now = System.nanoTime();
        long drain = drainTimeout.toNanos();
        leaving.add(new Leaving(upTo, now + Math.min(IDLE_NANOS, drain), now + drain));
        each(upTo, Connection::retire);
    }

    /** A connection that was made while its generation was swapped leaves as the others do. */
    void joins(Connection connection) {
        for (Leaving each : leaving) {
            if (connection.generation() <= each.upTo()) {
                connection.retire();
            }
        }
    }

    /** Ends idle connections, and all at the deadline; forgets a retirement that is done. */
    void sweep(long nowNanos) {
        leaving.removeIf(each -> nowNanos - each.idleEndsAt() >= 0 && send(each, nowNanos) == 0);
    }

    private int send(Leaving each, long nowNanos) {
        boolean over = nowNanos - each.deadline() >= 0;
        return each(each.upTo(), over ? Connection::cut : Connection::drain);
    }

    private int each(long upTo, Consumer<Connection> action) {
        int[] met = {0};
        pool.forEachConnection(
                pooled -> {
                    if (pooled instanceof Connection connection
                            && connection.generation() <= upTo
                            && !connection.stays()) {
                        met[0]++;
                        action.accept(connection);
                    }
                });
        return met[0];
    }
}
