package dev.serve.api.websocket;

import io.helidon.common.context.Context;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One WebSocket peer (RFC 6455). Any thread may use it; messages go out in the order in which they
 * were handed over, each as a whole.
 *
 * <p>A message is put into the session's queue, which is bounded by {@code
 * websocket.queue-messages} and {@code queue-size}, and written by whoever finds the connection
 * free; no sender waits for the peer, except under {@code overflow: block}. What becomes of a
 * message that finds the queue full is said by {@code websocket.overflow}.
 */
public interface WebSocketSession {

    /** The connection's id, as in the pool's list; with the number of the stream over HTTP/2. */
    String id();

    /** The request that opened it. */
    WebSocketRequest request();

    /** The sub-protocol that was agreed on. */
    Optional<String> subProtocol();

    /** Values that filters and handlers hand on; the same for all messages of the session. */
    Context context();

    /**
     * Sends a text message.
     *
     * @throws WebSocketClosedException if the session is closed
     */
    void send(String text);

    /**
     * Sends a binary message; the array must not be changed afterwards.
     *
     * @throws WebSocketClosedException if the session is closed
     */
    void send(byte[] bytes);

    /**
     * Sends a prepared message.
     *
     * @throws WebSocketClosedException if the session is closed
     */
    void send(PreparedMessage message);

    /**
     * Sends a prepared message; under {@code overflow: block} the wait ends at a time of {@link
     * System#nanoTime}, whatever {@code block-timeout} says, and the session is closed with 1013 if
     * there is no room by then.
     *
     * @throws WebSocketClosedException if the session is closed
     */
    void send(PreparedMessage message, long deadlineNanos);

    /**
     * Sends without waiting, whatever the overflow policy.
     *
     * @return completes when the bytes are with the operating system; fails with {@link
     *     WebSocketClosedException} when the session ends before that or the queue is full
     */
    CompletableFuture<Void> sendAsync(PreparedMessage message);

    /**
     * Sends if there is room, whatever the overflow policy.
     *
     * @return false if the queue is full or the session closed; nothing is sent then
     */
    boolean trySend(PreparedMessage message);

    /**
     * As {@link #trySend(PreparedMessage)}, but leaves the writing to the caller, who sends to many
     * and lets what comes meanwhile leave in the same write; see {@link Broadcast}.
     *
     * @param later gets what writes, if it is to be done; it must be run soon, by any thread, and
     *     does not wait for the peer
     */
    default boolean trySend(PreparedMessage message, Consumer<Runnable> later) {
        return trySend(message);
    }

    /**
     * A text message that is written piece by piece; closing it ends the message. Other messages
     * wait meanwhile. For one thread; every piece counts as a message in the queue, and its writer
     * waits for room as long as {@code pool.write-timeout} lets it.
     */
    Writer textStream();

    /** A binary message that is written piece by piece, as {@link #textStream}. */
    OutputStream binaryStream();

    /**
     * Sends a ping (RFC 6455 section 5.5.2).
     *
     * @throws IllegalArgumentException if there are more than 125 bytes
     * @throws WebSocketClosedException if the session is closed
     */
    void ping(byte[] data);

    /** Closes with 1000. */
    default void close() {
        close(WebSocketClose.NORMAL, "");
    }

    /**
     * Sends what waits and a close frame, then waits at most {@code websocket.close-timeout} for
     * the peer's, in the background. On a session that is closing it does nothing.
     *
     * @param code 1000 to 1003, 1007 to 1014, or 3000 to 4999
     * @param reason what the peer may read; at most 123 bytes of UTF-8, what is more is cut off
     * @throws IllegalArgumentException if the code is none that may be sent
     */
    void close(int code, String reason);

    /** Whether nobody has closed it yet. */
    boolean isOpen();

    /** How long the last ping took to be answered; empty before the first answer. */
    Optional<Duration> roundTrip();

    /** How many messages wait for the peer. */
    int queuedMessages();

    /** How many bytes wait for the peer. */
    long queuedBytes();
}
