package dev.serve.websocket.session;

import dev.serve.api.routing.RequestTrace;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.SessionEnd;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketRequest;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** Tells how one session goes on, and at its end what it was. Any thread. */
final class Progress {

    private final ConnectionObserver observer;
    private final long began = System.nanoTime();
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong out = new AtomicLong();

    Progress(ConnectionObserver observer) {
        this.observer = observer;
    }

    void messageReceived() {
        in.incrementAndGet();
        observer.messageReceived();
    }

    void messageSent() {
        out.incrementAndGet();
        observer.messageSent();
    }

    void roundTrip(long nanos) {
        observer.roundTrip(nanos);
    }

    void ended(String id, WebSocketRequest request, WebSocketClose close) {
        observer.sessionEnded(
                new SessionEnd(
                        id,
                        request.client() instanceof InetSocketAddress inet
                                ? inet.getHostString()
                                : "",
                        request.path(),
                        RequestTrace.parent(request.headers()),
                        close.code(),
                        in.get(),
                        out.get(),
                        System.nanoTime() - began));
    }
}
