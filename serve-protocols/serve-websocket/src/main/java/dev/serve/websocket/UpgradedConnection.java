package dev.serve.websocket;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.OrderlyConnection;
import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WiredContext;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection after 101, which its engine has sent. */
final class UpgradedConnection implements OrderlyConnection, TakenStream {

    private final Wire wire;
    private final ConnectionObserver observer;
    private final StreamTaker taker;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    UpgradedConnection(ConnectionContext context, StreamTaker taker) {
        if (context instanceof WiredContext wired) {
            this.wire = wired.wire();
            this.observer = wired.observer();
        } else {
            this.wire = new HelidonWire(context);
            this.observer = ConnectionObserver.NONE;
        }
        this.taker = taker;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        try {
            taker.take(this);
            wire.closeOutput();
        } catch (IOException e) {
            throw new ServerConnectionException("the connection was lost", e);
        } finally {
            thread = null;
        }
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public ConnectionObserver observer() {
        return observer;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    /** Nothing is left to be said. */
    @Override
    public void begin(Headers fields) {}

    @Override
    public boolean isReadable() {
        return false;
    }

    @Override
    public void post(byte[] bytes, int offset, int length, Runnable sent) throws IOException {
        wire.send(bytes, offset, length);
        sent.run();
    }

    @Override
    public void end(Headers trailers) throws IOException {
        wire.closeOutput();
    }

    @Override
    public void postEnd(byte[] bytes, int offset, int length, Headers trailers) throws IOException {
        wire.send(bytes, offset, length);
        wire.closeOutput();
    }

    @Override
    public void reset(int code) {
        wire.abort();
    }

    @Override
    public boolean isInWork() {
        return true;
    }

    @Override
    public boolean stays() {
        return taker.stays();
    }

    @Override
    public int waiting() {
        return taker.waiting();
    }

    @Override
    public Map<String, Integer> work() {
        return Map.of(WebSocketProtocol.WEBSOCKET, 1);
    }

    /** Never idle for Helidon: a session sees to that itself. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        if (closing.compareAndSet(false, true)) {
            taker.closing();
        }
        Thread running = thread;
        if (interrupt && running != null) {
            running.interrupt();
        }
    }
}
