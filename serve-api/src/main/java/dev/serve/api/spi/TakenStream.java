package dev.serve.api.spi;

import io.helidon.http.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2, or a whole connection of HTTP/1.1, in the hands of another protocol.
 *
 * <p>Threads: as those of its {@link #wire()}; {@link #begin}, {@link #post} and the ends belong to
 * the one that writes, {@link #reset} and {@link #isReadable} to any.
 */
public interface TakenStream {

    /**
     * Its bytes; the window may hold the first of them already. On HTTP/2: the content of DATA, of
     * which the window opens as it is read; what is written waits for the client's windows, and
     * {@code pool.write-timeout} cuts a client that takes nothing. Its {@code closeOutput} ends the
     * stream in one direction, {@code abort} resets it with CANCEL. {@code abort(byte[])} sends no
     * last words there.
     */
    Wire wire();

    /** Who is told of the phases of the connection. */
    ConnectionObserver observer();

    /**
     * The call that it carries has ended.
     *
     * @param method one of few: the name of a method that there is, or {@code other}
     * @param code how, as its protocol calls it
     * @param streamed whether it was more than one message each way
     * @param nanos how long it took
     * @param origin where it came from; null where that is not known
     */
    default void callEnded(
            String method, String code, boolean streamed, long nanos, @Nullable CallOrigin origin) {
        observer().callEnded(method, code, streamed, nanos, origin);
    }

    /** Whether it is one of several on its connection (HTTP/2). */
    boolean isShared();

    /**
     * Says yes: 200 on HTTP/2, 101 on HTTP/1.1, with the fields of the answer and these over them.
     * The head leaves with the next flush. Nothing may be written before this call.
     *
     * @throws IllegalStateException if that has been said
     * @throws IllegalArgumentException if a field cannot be written
     * @throws IOException if the stream is lost
     */
    void begin(Headers fields) throws IOException;

    /**
     * Whether {@link Wire#more()} would not wait now. Always false on HTTP/1.1, which cannot tell.
     */
    boolean isReadable();

    /**
     * Sends bytes without waiting for the client to take them, after what is gathered. Nothing may
     * be written or posted until they are on their way. On HTTP/1.1 it does wait.
     *
     * @param bytes the stream's until then
     * @param sent called when they are written or never will be; by any thread, must be quick
     * @throws IOException if the stream is lost
     */
    void post(byte[] bytes, int offset, int length, Runnable sent) throws IOException;

    /**
     * Sends what is gathered and ends the output, after trailer fields if there are any. HTTP/1.1
     * has no place for them.
     *
     * @throws IOException if the stream is lost
     */
    void end(Headers trailers) throws IOException;

    /**
     * As {@link #end}, with these bytes before the trailer fields, and without waiting for the
     * client to take them; they are the stream's from now on. On HTTP/1.1 it does wait.
     *
     * @throws IOException if the stream is lost
     */
    void postEnd(byte[] bytes, int offset, int length, Headers trailers) throws IOException;

    /**
     * Ends both directions now; on HTTP/1.1 the connection.
     *
     * @param code why (RFC 9113 section 7), such as 8 for CANCEL
     */
    void reset(int code);
}
