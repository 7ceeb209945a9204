package dev.serve.server;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.OverLimit;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WireObserver;
import dev.serve.pool.Admission;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers refused connections 503 where {@code pool.over-limit} asks for it: on a plain listener
 * that speaks HTTP, and so many at a time that refusing stays cheaper than serving. The close
 * lingers, because a request that is still unread would turn it into a reset that takes the answer
 * with it.
 */
final class Refusing {

    private static final System.Logger LOG = System.getLogger(Refusing.class.getName());
    private static final int AT_A_TIME = 256;
    private static final int READ_AT_MOST = 64 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String listener;
    private final Network network;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    Refusing(String listener, Network network) {
        this.listener = listener;
        this.network = network;
    }

    /**
     * Answers and closes, in a thread of its own.
     *
     * @return false if the connection is just to be closed, by the caller
     */
    boolean answers(SocketChannel channel, Admission.Refused refused, ListenerConfig config) {
        boolean wanted =
                refused.answer() == OverLimit.ANSWER
                        && config.tls() == null
                        && config.protocols().contains("http");
        if (!wanted || !places.tryAcquire()) {
            return false;
        }
        Thread.ofVirtual()
                .name("serve-" + listener + "-refusing")
                .start(() -> answer(channel, refused, config));
        return true;
    }

    private void answer(SocketChannel channel, Admission.Refused refused, ListenerConfig config) {
        try {
            Wire wire = network.wire(channel, config.wire(), WireObserver.NONE);
            try {
                byte[] answer = LastWords.overLimit(refused.retryAfter());
                wire.put(answer, 0, answer.length);
                wire.closeOutput();
                linger(wire);
            } finally {
                wire.close();
            }
        } catch (IOException e) {
            LOG.log(DEBUG, "listener " + listener + ": a refused peer was faster", e);
            Reception.closeQuietly(channel);
        } finally {
            places.release();
        }
    }

    private static void linger(Wire wire) throws IOException {
        long deadline = System.nanoTime() + LINGER_NANOS;
        int dropped = 0;
        while (dropped < READ_AT_MOST) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !wire.more(left)) {
                return;
            }
            dropped += wire.available();
            wire.consume(wire.available());
        }
    }
}
