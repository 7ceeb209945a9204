package dev.serve.api.sse;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The server's end of one stream of server-sent events (WHATWG HTML, section 9.2). It lasts as long
 * as its handler, which is interrupted when the stream ends before: when the client has gone, when
 * it takes too little, when nothing was sent for {@code sse.idle-timeout}, or when the server
 * drains.
 *
 * <p>Thread-safe: anybody may send. Events wait in a buffer of {@code sse.buffer}, and {@code
 * sse.overflow} says what becomes of one that finds it full.
 */
public interface EventStream {

    /**
     * Sends an event.
     *
     * @throws EventStreamClosedException if the stream has ended, or ends because its client takes
     *     too little
     */
    void send(Event event);

    /**
     * Sends an event with data alone.
     *
     * @throws EventStreamClosedException as {@link #send(Event)}
     */
    default void send(String data) {
        send(Event.of(data));
    }

    /** What the client has sent as {@code Last-Event-ID}; empty without one. */
    Optional<String> lastEventId();

    /**
     * The number in the client's {@code Last-Event-ID}; empty without one, or if it is not a
     * number.
     */
    default OptionalLong lastEventNumber() {
        try {
            return OptionalLong.of(Long.parseLong(lastEventId().orElse("").strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether it has not ended. */
    boolean isOpen();

    /** Events that {@code sse.overflow} has dropped. */
    long dropped();
}
