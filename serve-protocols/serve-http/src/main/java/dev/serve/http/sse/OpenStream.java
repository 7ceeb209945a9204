package dev.serve.http.sse;

import dev.serve.api.config.SseConfig;
import dev.serve.api.spi.EndWatcher;
import dev.serve.api.spi.OutboundQueue;
import dev.serve.api.sse.Event;
import dev.serve.api.sse.EventStream;
import dev.serve.api.sse.EventStreamClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One stream. It ends by its handler's return, or before by one of {@link End}, of which the first
 * counts: then nothing is taken any more and the handler is interrupted, once, and never after it
 * has returned.
 */
final class OpenStream extends OutboundQueue<byte[]> implements EventStream, EndWatcher {

    /** What ends a stream before its handler has returned. */
    enum End {
        /** Its client has left, or takes nothing. */
        GONE("its client has gone"),
        /** Its client takes too little. */
        SLOW("its client takes too little"),
        /** Nothing was sent for too long. */
        IDLE("nothing was sent for sse.idle-timeout"),
        /** The connection takes nothing new. */
        DRAINED("the server is going away");

        private final String reason;

        End(String reason) {
            this.reason = reason;
        }

        /** Whether the client is there and told of it in order. */
        boolean isOrderly() {
            return this == IDLE || this == DRAINED;
        }
    }

    private static final byte[] PING = EventText.of(Event.comment("ping"));

    private final SseConfig config;
    private final Duration writeTimeout;
    private final OutputStream out;
    private final Optional<String> lastEventId;
    private final String name;
    private volatile long sent = System.nanoTime();
    private volatile long written = System.nanoTime();
    private volatile @Nullable End end;

    /** Interrupted at the end; null when it has returned. Guarded by this object's monitor. */
    private @Nullable Thread handler;

    /**
     * A stream whose handler is the calling thread.
     *
     * @param out the body of the answer, which nobody else writes to until {@link #finish}
     */
    OpenStream(
            SseConfig config,
            Duration writeTimeout,
            OutputStream out,
            Optional<String> lastEventId) {
        this.config = config;
        this.writeTimeout = writeTimeout;
        this.out = out;
        this.lastEventId = lastEventId;
        this.handler = Thread.currentThread();
        this.name = handler.getName() + "-events";
    }

    /** Sends the head of the answer, and how soon to come back. By the handler's thread. */
    void begin() throws IOException {
        out.write(EventText.of(Event.builder().retry(config.retry()).build()));
        out.flush();
    }

    @Override
    public void send(Event event) {
        byte[] text = EventText.of(event);
        sent = System.nanoTime();
        Put put = put(text, config.overflow(), writeTimeout.toNanos());
        if (put == Put.FULL) {
            end(End.SLOW);
        }
        if (put != Put.TAKEN) {
            End why = end;
            throw new EventStreamClosedException(why == null ? "by its handler" : why.reason);
        }
    }

    @Override
    public Optional<String> lastEventId() {
        return lastEventId;
    }

    @Override
    public boolean isOpen() {
        return end == null;
    }

    /** Why it has ended before its handler; null if it has not. */
    @Nullable End endedBy() {
        return end;
    }

    @Override
    public void closing() {
        end(End.DRAINED);
    }

    @Override
    public String protocol() {
        return "sse";
    }

    @Override
    public void lost() {
        end(End.GONE);
    }

    private void end(End why) {
        synchronized (this) {
            if (end != null || handler == null) {
                return;
            }
            end = why;
        }
        if (why.isOrderly()) {
            boolean ignored = close(EventText.of(lastWords(why)));
        } else {
            end();
        }
        synchronized (this) {
            Thread running = handler;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    /** Clients of a drained server come back at different times. */
    private Event lastWords(End why) {
        long retry = config.retry().toMillis();
        long spread = why == End.DRAINED ? ThreadLocalRandom.current().nextLong(retry + 1) : 0;
        return Event.builder().comment(why.reason).retry(Duration.ofMillis(retry + spread)).build();
    }

    /**
     * The handler has returned or thrown: nobody interrupts its thread any longer.
     *
     * @return whether all was written that was sent
     */
    boolean finish() {
        End why;
        synchronized (this) {
            handler = null;
            why = end;
        }
        if (why != null) {
            // The flag was meant for the handler, not for what its thread does next.
            Thread.interrupted();
        }
        boolean ignored = close(null);
        return awaitWritten(writeTimeout.toNanos());
    }

    /** Does what is due; returns nanoseconds until something is due again. */
    long check(long now) {
        long idle = config.idleTimeout().toNanos() - (now - sent);
        if (idle <= 0) {
            end(End.IDLE);
            return Long.MAX_VALUE;
        }
        long silent = config.heartbeat().toNanos() - (now - written);
        if (silent <= 0) {
            written = now;
            putIfQuiet(PING);
            silent = config.heartbeat().toNanos();
        }
        return Math.min(idle, silent);
    }

    @Override
    protected int mostItems() {
        return config.buffer();
    }

    @Override
    protected long mostBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    protected int cost(byte[] item) {
        return item.length;
    }

    /** Nobody who sends waits for the client. */
    @Override
    protected void write() {
        Thread.ofVirtual().name(name).start(this::writeAll);
    }

    private void writeAll() {
        try {
            do {
                for (byte[] text = poll(); text != null; text = poll()) {
                    out.write(text);
                }
                out.flush();
                written = System.nanoTime();
            } while (!rests());
        } catch (IOException | RuntimeException e) {
            // Engines have several words for a connection that is lost.
            end(End.GONE);
            fails();
        }
    }
}
