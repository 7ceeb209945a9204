package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.OrderlyConnection;
import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import dev.serve.api.spi.Wire;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection in the hands of another protocol (RFC 9110 section 7.8). */
final class HandedConnection implements OrderlyConnection, TakenStream {

    private static final Headers NO_FIELDS = WritableHeaders.create();

    private final Wire wire;
    private final ConnectionObserver observer;
    private final String protocol;
    private final StreamTaker taker;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    /** Null once the client has been answered: a session may last, and needs nothing of it. */
    private @Nullable Answer answer;

    private record Answer(Http1Exchange exchange, Http1Response response, AnswerWriter writer) {}

    HandedConnection(
            Http1Exchange exchange,
            Http1Response response,
            AnswerWriter writer,
            String protocol,
            StreamTaker taker) {
        this.wire = exchange.wire();
        this.observer = exchange.observer();
        this.answer = new Answer(exchange, response, writer);
        this.protocol = protocol;
        this.taker = taker;
    }

    /** Its name. */
    String protocol() {
        return protocol;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        try {
            taker.take(this);
            end(NO_FIELDS);
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

    /** The connection goes on, whatever a handler or a filter has said of it. */
    @Override
    public void begin(Headers fields) {
        Answer begins = answer;
        if (begins == null) {
            throw new IllegalStateException("the connection has changed over (expected: once)");
        }
        answer = null;
        Http1Response response = begins.response();
        for (Header field : fields) {
            response.headers().set(field);
        }
        response.headers()
                .set(HeaderNames.CONNECTION, "Upgrade")
                .set(HeaderNames.UPGRADE, protocol)
                .remove(HeaderNames.CONTENT_LENGTH)
                .remove(HeaderNames.TRANSFER_ENCODING);
        begins.writer().interim(Status.SWITCHING_PROTOCOLS_101, response.headers());
        response.begins();
        begins.exchange().hasEnded();
    }

    @Override
    public void end(Headers trailers) throws IOException {
        wire.closeOutput();
    }

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
    public void postEnd(byte[] bytes, int offset, int length, Headers trailers) throws IOException {
        wire.send(bytes, offset, length);
        end(trailers);
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
        return Map.of(protocol, 1);
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        if (!interrupt) {
            if (closing.compareAndSet(false, true)) {
                taker.closing();
            }
            return;
        }
        if (!(wire instanceof HelidonWire)) {
            wire.abort();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
