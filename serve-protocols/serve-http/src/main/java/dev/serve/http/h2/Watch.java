package dev.serve.http.h2;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.serve.api.config.PoolConfig;
import dev.serve.http.message.ErrorAnswer;
import dev.serve.http.message.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The deadlines of a connection and of its streams, looked at by the thread that reads whenever it
 * wakes; {@link #patience} says when that must be at the latest. No timer runs for a stream.
 */
final class Watch {

    private static final byte[] ALIVE = "alive???".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];
    private static final long NEVER = Long.MIN_VALUE;
    private static final long SHUT_AT_MOST = SECONDS.toNanos(1);
    private static final long LONGEST_STEP = SECONDS.toNanos(1);
    private static final long SHORTEST_STEP = MILLISECONDS.toNanos(5);

    private final Session session;
    private final Goodbye goodbye;
    private final long requestNanos;
    private final long writeNanos;
    private final long headersNanos;
    private final long idleNanos;
    private final long keepAliveNanos;
    private final long pingNanos;
    private final long step;
    private final long endsAt;
    private final long graceNanos;
    private long heardAt;
    private long idleSince;
    private long settingsSentAt;
    private long withinSince = NEVER;
    private long pingSentAt = NEVER;
    private long lookedAt;
    private long sentAt;
    private int sentFrames;

    Watch(Session session, Goodbye goodbye) {
        this.session = session;
        this.goodbye = goodbye;
        PoolConfig pool = session.settings().pool();
        requestNanos = pool.requestTimeout().toNanos();
        writeNanos = pool.writeTimeout().toNanos();
        headersNanos = pool.headersTimeout().toNanos();
        // Before the pool would close it without a word.
        idleNanos = session.settings().idleTime().toNanos() / 20 * 19;
        keepAliveNanos = session.settings().keepAliveTime().toNanos();
        pingNanos = session.settings().pingTimeout().toNanos();
        long shortest = Math.min(Math.min(requestNanos, writeNanos), headersNanos);
        shortest = Math.min(shortest, least(pool.bodyTimeout(), pingNanos));
        step = Math.clamp(shortest / 8, SHORTEST_STEP, LONGEST_STEP);
        long now = session.clock();
        Duration age = session.settings().age();
        // A tenth more or less, so that connections of one moment do not end in one moment.
        endsAt =
                age == null
                        ? NEVER
                        : now
                                + (long)
                                        (age.toNanos()
                                                * (0.9
                                                        + 0.2
                                                                * ThreadLocalRandom.current()
                                                                        .nextDouble()));
        graceNanos = session.settings().ageGrace().toNanos();
        heardAt = now;
        idleSince = now;
        settingsSentAt = now;
        lookedAt = now;
        sentAt = now;
    }

    private static long least(Duration one, long other) {
        return Math.min(one.toNanos(), other);
    }

    /** How often it is to look while something is open. */
    long step() {
        return step;
    }

    /** Bytes have come. */
    void heard(long nowNanos) {
        heardAt = nowNanos;
        pingSentAt = NEVER;
    }

    void settingsAcknowledged() {
        settingsSentAt = NEVER;
    }

    /** Whether a frame or a header block has begun and is not whole. */
    void within(boolean is, long nowNanos) {
        if (!is) {
            withinSince = NEVER;
        } else if (withinSince == NEVER) {
            withinSince = nowNanos;
        }
    }

    /** How long the reader may wait before it looks again. */
    long patience(long nowNanos) {
        if (hasDeadlines()) {
            return step;
        }
        long next = Math.min(heardAt + keepAliveNanos, idleSince + idleNanos) - nowNanos;
        if (endsAt != NEVER) {
            next = Math.min(next, endsAt - nowNanos);
        }
        return Math.max(SHORTEST_STEP, next);
    }

    /** Whether something is open or awaited that is looked at step by step. */
    private boolean hasDeadlines() {
        return session.streams().count() > 0
                || settingsSentAt != NEVER
                || withinSince != NEVER
                || pingSentAt != NEVER;
    }

    /**
     * Looks at everything, if it is time.
     *
     * @throws ConnectionError if the client has let a deadline of the connection pass
     */
    void look(long nowNanos) throws ConnectionError {
        if (session.streams().count() > 0) {
            idleSince = nowNanos;
        }
        if (nowNanos - lookedAt < step) {
            return;
        }
        boolean late = nowNanos - lookedAt > 3 * step;
        lookedAt = nowNanos;
        if (late && hasDeadlines()) {
            // The machine has stalled, or all was quiet: what has come meanwhile is read first.
            return;
        }
        int frames = session.outbox().output().dataFrames();
        if (frames != sentFrames) {
            sentFrames = frames;
            sentAt = nowNanos;
        }
        if (passed(settingsSentAt, headersNanos, nowNanos)) {
            throw new ConnectionError(ErrorCode.SETTINGS_TIMEOUT, "SETTINGS are not acknowledged");
        }
        if (passed(withinSince, headersNanos, nowNanos)) {
            throw ConnectionError.calm("seconds for one frame");
        }
        if (passed(pingSentAt, pingNanos, nowNanos)) {
            throw new ConnectionError(ErrorCode.NO_ERROR, "PING is not acknowledged");
        }
        if (pingSentAt == NEVER && nowNanos - heardAt >= keepAliveNanos) {
            pingSentAt = nowNanos;
            session.outbox().post((out, schedule) -> out.frame(Frame.PING, 0, 0, ALIVE));
        }
        if (endsAt != NEVER && nowNanos - endsAt >= 0) {
            goodbye.begin();
            if (nowNanos - endsAt >= graceNanos) {
                session.streams().all().forEach(stream -> stream.postReset(ErrorCode.CANCEL));
            }
        }
        if (session.streams().count() == 0 && nowNanos - idleSince >= idleNanos) {
            goodbye.begin();
        }
        for (Http2Stream stream : session.streams().all()) {
            look(stream, nowNanos);
        }
        if (session.window().shutFor(nowNanos) >= SHUT_AT_MOST) {
            cutTheFullest();
        }
    }

    /**
     * Bodies that nobody reads have taken all that the connection may hold, and no other stream can
     * send any longer: the one that holds most must go.
     */
    private void cutTheFullest() {
        Http2Stream fullest = null;
        int most = 0;
        for (Http2Stream stream : session.streams().all()) {
            InboundBody body = stream.body();
            if (body != null && body.held() > most) {
                most = body.held();
                fullest = stream;
            }
        }
        if (fullest != null) {
            fullest.postReset(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    private static boolean passed(long since, long limit, long nowNanos) {
        return since != NEVER && nowNanos - since >= limit;
    }

    private void look(Http2Stream stream, long nowNanos) {
        InboundBody body = stream.body();
        if (body != null) {
            body.check(nowNanos);
        }
        long stalled = stream.stalledSince();
        if (stalled != -1 && !stream.sendWindow().isBlocked()) {
            // It waits its turn, not for its own window: what others sent meanwhile counts.
            stalled = Math.max(stalled, sentAt);
        }
        if (stalled != -1 && nowNanos - stalled >= writeNanos) {
            stream.postReset(ErrorCode.CANCEL);
        } else if (nowNanos - stream.beganNanos() >= requestNanos && stream.claimTimeout()) {
            answer(stream);
        }
    }

    /** The handler has not begun an answer in time: 503, or 408 to who has not sent all. */
    private void answer(Http2Stream stream) {
        Refusal refusal =
                Refusal.of(
                        stream.hasRequestEnded()
                                ? Status.SERVICE_UNAVAILABLE_503
                                : Status.REQUEST_TIMEOUT_408,
                        "The request takes too long",
                        stream.head().transport());
        DirectHandler.TransportResponse answer =
                ErrorAnswer.of(session.context().listenerContext(), refusal);
        AnswerFields fields =
                AnswerFields.of(
                        answer.status(),
                        answer.headers(),
                        answer.entity().orElse(NOTHING).length,
                        session.settings().server());
        byte[] entity = answer.entity().orElse(NOTHING);
        int id = stream.id();
        session.outbox()
                .post(
                        (out, schedule) -> {
                            boolean whole =
                                    Math.min(out.window().get(), stream.sendWindow().left())
                                            >= entity.length;
                            out.headers(id, fields, !whole);
                            if (whole) {
                                out.data(id, entity, 0, entity.length, true);
                            }
                        });
        stream.postReset(ErrorCode.CANCEL);
    }
}
