package dev.serve.pool;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.Ids;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at one connection after another, and ends those that have passed a deadline. */
final class Sweep {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());

    private final PoolIdentity identity;
    private final Stuck stuck;

    Sweep(PoolIdentity identity, Stuck stuck) {
        this.identity = identity;
        this.stuck = stuck;
    }

    /** Judges one connection. One caller at a time. */
    void at(Lease lease, PoolConfig limits, long nowNanos) {
        if (lease.isCut()) {
            stuck.at(lease, limits, nowNanos);
            return;
        }
        Activity activity = lease.activity();
        int inWork = lease.requestsInFlight() + lease.traffic().streamsActive();
        CloseReason passed = activity.overdue(nowNanos, limits, inWork);
        if (passed != null) {
            end(lease, passed, limits);
        } else if (isTooOld(lease, limits.maxAge(), nowNanos) && !lease.isDraining()) {
            lease.drain(CloseReason.MAX_AGE);
        }
    }

    private void end(Lease lease, CloseReason passed, PoolConfig limits) {
        Activity activity = lease.activity();
        boolean ofBody = passed == CloseReason.BODY_TIMEOUT || passed == CloseReason.BODY_RATE;
        boolean answers =
                (ofBody || passed == CloseReason.REQUEST_TIMEOUT) && activity.takesAnswer();
        if (!answers
                && (passed == CloseReason.REQUEST_TIMEOUT
                        || (ofBody && !activity.isInSameRequest()))) {
            // Its answer has begun, or the request is over.
            return;
        }
        LOG.log(DEBUG, () -> lease + " " + request(lease) + ": " + passed);
        identity.tell(
                () ->
                        new ServerEvent.ConnectionTimedOut(
                                identity.listener(),
                                identity.serverId(),
                                lease.id(),
                                passed,
                                limit(passed, limits)));
        if (answers) {
            lease.answerTimeout(passed);
        } else {
            lease.abort(passed);
        }
    }

    private static String request(Lease lease) {
        return Ids.request(lease.number(), lease.traffic().requests());
    }

    /** Each connection has a limit of its own, so that those of one burst do not end in another. */
    private static boolean isTooOld(Lease lease, @Nullable Duration maxAge, long nowNanos) {
        if (maxAge == null) {
            return false;
        }
        // A Weyl sequence by the golden ratio: even over any run of numbers.
        double place = lease.number() * 0.6180339887498949 % 1;
        return nowNanos - lease.openedAt() >= maxAge.toNanos() * (0.9 + 0.2 * place);
    }

    private static Duration limit(CloseReason reason, PoolConfig limits) {
        return switch (reason) {
            case CONNECTION_TIMEOUT -> limits.connectionTimeout();
            case HANDSHAKE_TIMEOUT -> limits.handshakeTimeout();
            case HEADERS_TIMEOUT -> limits.headersTimeout();
            case REQUEST_TIMEOUT -> limits.requestTimeout();
            case BODY_TIMEOUT -> limits.bodyTimeout();
            case WRITE_TIMEOUT -> limits.writeTimeout();
            case KEEP_ALIVE_TIMEOUT -> limits.keepAliveTimeout();
            case BODY_RATE,
                    MAX_REQUESTS,
                    MAX_AGE,
                    PEER_FULL,
                    PEER,
                    DONE,
                    DRAINED,
                    ABORTED,
                    ADMIN,
                    PROTOCOL,
                    ERROR ->
                    Duration.ZERO;
        };
    }
}
