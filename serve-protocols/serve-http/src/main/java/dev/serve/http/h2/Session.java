package dev.serve.http.h2;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.StreamRouting;
import dev.serve.api.spi.Wire;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.util.Set;

/** What the streams of one connection share. */
final class Session {

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final ConnectionContext context;
    private final Wire wire;
    private final ConnectionObserver observer;
    private final Http2Settings settings;
    private final Streams streams;
    private final Outbox outbox;
    private final ReceiveWindow window;
    private final SessionMemory memory;
    private final String name;
    private volatile long clock = System.nanoTime();
    private volatile boolean leaving;
    private volatile boolean lost;
    private volatile boolean carriesGrpc;

    Session(
            ConnectionContext context,
            Wire wire,
            ConnectionObserver observer,
            Http2Settings settings) {
        this.context = context;
        this.wire = wire;
        this.observer = observer;
        this.settings = settings;
        this.name = "serve-" + context.socketId() + "-conn-" + context.childSocketId();
        this.streams = new Streams(observer);
        this.outbox = new Outbox(wire, name, () -> streams.running().get(), this::lost);
        this.window = new ReceiveWindow(outbox, settings.connectionWindow());
        this.memory = new SessionMemory(settings.otherMemory());
    }

    ConnectionContext context() {
        return context;
    }

    /** What clients may ask for by extended CONNECT (RFC 8441), as of now. */
    Set<String> connectProtocols() {
        return context.router().routing(HttpRouting.class, HttpRouting.empty())
                        instanceof StreamRouting routing
                ? routing.connectProtocols()
                : Set.of();
    }

    Wire wire() {
        return wire;
    }

    ConnectionObserver observer() {
        return observer;
    }

    Http2Settings settings() {
        return settings;
    }

    Streams streams() {
        return streams;
    }

    Outbox outbox() {
        return outbox;
    }

    ReceiveWindow window() {
        return window;
    }

    SessionMemory memory() {
        return memory;
    }

    /** For the threads of the connection. */
    String name() {
        return name;
    }

    /** The time as of the last thing that came; read for nothing. */
    long clock() {
        return clock;
    }

    /** Looks at the clock; by the thread that reads. */
    long tick() {
        long now = System.nanoTime();
        clock = now;
        return now;
    }

    /** Nothing new is taken: who has taken a stream over is told. */
    void leave() {
        leaving = true;
        streams.all().forEach(Http2Stream::closing);
    }

    /** A stream is handed over to another protocol. */
    void carries(String protocol) {
        if (!carriesGrpc && protocol.equals("grpc")) {
            carriesGrpc = true;
        }
    }

    /** Whether it has carried a call of gRPC. */
    boolean carriesGrpc() {
        return carriesGrpc;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isLost() {
        return lost;
    }

    private void lost(IOException cause) {
        LOG.log(System.Logger.Level.DEBUG, () -> name + ": cannot be written to", cause);
        lose();
        wire.abort();
    }

    /** The connection is gone: every stream learns it at its next step. */
    void lose() {
        lost = true;
        streams.all().forEach(Http2Stream::lost);
    }
}
