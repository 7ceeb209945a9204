package dev.serve.http.h2;

/**
 * Who pings too often on a connection that carries gRPC (its guide to keepalive): a client may ping
 * once in an interval, and is allowed two pings more and one for each frame of content that it was
 * sent, since some measure the way by them. Belongs to the thread that reads.
 */
final class PingGuard {

    private static final int STRIKES = 2;

    /** So much is saved up at most by what was sent. */
    private static final int SAVED = 1000;

    private static final long NEVER = Long.MIN_VALUE;

    private final long intervalNanos;
    private long allowedAt = NEVER;
    private int strikes;
    private int frames;

    PingGuard(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /**
     * A ping has come.
     *
     * @param sentFrames of content, so far
     * @throws ConnectionError if it was one too many
     */
    void comes(int sentFrames, long nowNanos) throws ConnectionError {
        if (sentFrames != frames) {
            strikes = Math.max(Math.min(strikes, 0) - (sentFrames - frames), -SAVED);
            frames = sentFrames;
        }
        if (allowedAt == NEVER || nowNanos - allowedAt >= 0) {
            allowedAt = nowNanos + intervalNanos;
        } else if (++strikes > STRIKES) {
            throw new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "too_many_pings");
        }
    }
}
