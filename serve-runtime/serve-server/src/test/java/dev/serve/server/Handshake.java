package dev.serve.server;

import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A TLS handshake between two engines in memory: no sockets, no threads, no waiting. */
final class Handshake {

    private static final int MOST_STEPS = 200;

    private final Side client;
    private final Side server;

    private Handshake(SSLEngine client, SSLEngine server) {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        this.client = new Side(client, toClient, toServer);
        this.server = new Side(server, toServer, toClient);
    }

    /** Lets the two talk until both have nothing more to say. */
    static Handshake between(SSLEngine client, SSLEngine server) throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        Handshake handshake = new Handshake(client, server);
        for (int step = 0; step < MOST_STEPS; step++) {
            boolean moved = handshake.client.step();
            moved |= handshake.server.step();
            if (!moved) {
                return handshake;
            }
        }
        throw new AssertionError("the engines still talk after " + MOST_STEPS + " steps");
    }

    /** What the client was told or found wrong. */
    Optional<SSLException> clientFailure() {
        return Optional.ofNullable(client.failure);
    }

    /** What the server was told or found wrong. */
    Optional<SSLException> serverFailure() {
        return Optional.ofNullable(server.failure);
    }

    boolean succeeded() {
        return client.failure == null && server.failure == null;
    }

    private static final class Side {
        private final SSLEngine engine;
        private final ByteBuffer in;
        private final ByteBuffer out;
        private final ByteBuffer plain;
        private @Nullable SSLException failure;

        private Side(SSLEngine engine, ByteBuffer in, ByteBuffer out) {
            this.engine = engine;
            this.in = in;
            this.out = out;
            this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        }

        /** Does what the engine asks for; false when there is nothing to do. */
        private boolean step() {
            try {
                Runnable task = engine.getDelegatedTask();
                if (task != null) {
                    task.run();
                    return true;
                }
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    SSLEngineResult wrapped = engine.wrap(ByteBuffer.allocate(0), out);
                    return wrapped.bytesProduced() > 0;
                }
                if (in.position() == 0 || engine.isInboundDone()) {
                    return false;
                }
                in.flip();
                plain.clear();
                try {
                    engine.unwrap(in, plain);
                } finally {
                    in.compact();
                }
                return true;
            } catch (SSLException e) {
                if (failure == null) {
                    failure = e;
                }
                return true;
            }
        }
    }
}
