package dev.serve.api.tcp;

import io.helidon.common.context.Context;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Optional;

/**
 * One connection of framed bytes. Thread-safe: anybody may send. Frames wait in a queue of {@code
 * tcp.queue-frames} and {@code tcp.queue-size}, and {@code tcp.overflow} says what becomes of one
 * that finds it full.
 */
public interface TcpConnection {

    /** Its identity, as in listings of connections. */
    String id();

    /** Name of the listener it came in by. */
    String listener();

    /** Address of the peer; the one that a proxy has told, where one has. */
    SocketAddress remoteAddress();

    /** Whether the bytes come over TLS. */
    boolean secure();

    /** Subject of the client certificate that this server verified; empty without one. */
    Optional<Principal> verifiedClient();

    /** Values that handlers and filters keep for as long as it lasts. */
    Context context();

    /**
     * Sends a frame.
     *
     * @throws IllegalArgumentException if the codec cannot frame it
     * @throws TcpClosedException if the connection has ended or ends, or if the peer takes too
     *     little, which ends it
     */
    void send(byte[] frame);

    /** Ends it in order: after the frame in work, and when all that waits is written. */
    void close();

    /** Whether frames are still taken. */
    boolean isOpen();
}
