package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * One answer in the form of HTTP/1.1 (RFC 9112 sections 4 to 7): its head once, then content framed
 * by what the head has announced. Content-Length, Transfer-Encoding and Connection are written from
 * what is so, never from what a handler says.
 */
final class AnswerWriter {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        NO_BODY
    }

    private final Http1Exchange exchange;
    private final Wire wire;
    private boolean begun;
    private boolean closes;
    private Framing framing = Framing.NO_BODY;
    private long left;
    private long written;

    AnswerWriter(Http1Exchange exchange) {
        this.exchange = exchange;
        this.wire = exchange.wire();
    }

    /** Whether the head is written. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the answer announced the end of the connection, or can end by it only. */
    boolean closes() {
        return closes;
    }

    /** Bytes of head and body. */
    long written() {
        return written;
    }

    /**
     * Writes the head.
     *
     * @param length of the body; negative when nobody knows yet
     * @param whole whether the body follows at once, and the request's own body is no longer read
     * @throws IllegalArgumentException if a field cannot be written; nothing is written then
     * @throws CloseConnectionException if the request has been answered by another
     */
    void begin(Status status, Headers headers, long length, boolean whole) {
        boolean close = exchange.closesAfter(headers, whole);
        Framing chosen = framing(status, length);
        HeadWriter head = exchange.headWriter();
        head.status(status);
        if (!headers.contains(HeaderNames.DATE)) {
            head.date();
        }
        for (Header header : headers) {
            HeaderName name = header.headerName();
            if (name == HeaderNames.CONTENT_LENGTH || name == HeaderNames.TRANSFER_ENCODING) {
                continue;
            }
            if (name == HeaderNames.CONNECTION && (close || exchange.isHttp10())) {
                continue;
            }
            head.field(header);
        }
        exchange.serverField(headers, head);
        if (chosen == Framing.UNTIL_CLOSE) {
            close = true;
        }
        if (close || exchange.isHttp10()) {
            head.connection(close);
        }
        announce(head, status, chosen, length);
        head.end();
        exchange.answerBegins();
        begun = true;
        closes = close;
        framing = exchange.isHead() ? Framing.NO_BODY : chosen;
        left = length;
        put(head.bytes(), 0, head.length());
    }

    /**
     * What to announce for a body that is known: its real length, whatever a handler has set; but
     * what it has set where an answer has no body to measure.
     */
    long lengthOf(Status status, Headers headers, long real) {
        return real == 0 && (exchange.isHead() || status.code() == 304)
                ? headers.contentLength().orElse(0)
                : real;
    }

    private Framing framing(Status status, long length) {
        if (hasNoBody(status) || (exchange.isHead() && length == 0)) {
            return Framing.NO_BODY;
        }
        if (length >= 0) {
            return Framing.LENGTH;
        }
        return exchange.isHttp10() ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    }

    private static void announce(HeadWriter head, Status status, Framing framing, long length) {
        switch (framing) {
            case LENGTH -> head.contentLength(length);
            case CHUNKED -> head.chunked();
            case NO_BODY -> {
                // RFC 9110 section 8.6: not with 1xx and 204; with 304 as a 200 would have it.
                if (status.code() == 304 && length > 0) {
                    head.contentLength(length);
                }
            }
            case UNTIL_CLOSE -> {
                // The end of the connection is the end of the body.
            }
        }
    }

    /** RFC 9110 sections 15.2, 15.3.5 and 15.4.5. */
    static boolean hasNoBody(Status status) {
        int code = status.code();
        return code < 200 || code == 204 || code == 304;
    }

    /**
     * Writes content.
     *
     * @throws IOException if it is more than was announced
     */
    void content(byte[] bytes, int offset, int length) throws IOException {
        switch (framing) {
            case NO_BODY -> {
                // Counted for nobody, written to nobody.
            }
            case UNTIL_CLOSE -> put(bytes, offset, length);
            case LENGTH -> {
                if (length > left) {
                    throw new IOException(
                            "content beyond the announced Content-Length: "
                                    + (length - left)
                                    + " bytes too many");
                }
                left -= length;
                put(bytes, offset, length);
            }
            case CHUNKED -> {
                if (length > 0) {
                    byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
                    put(size, 0, size.length);
                    put(LINE_END, 0, LINE_END.length);
                    put(bytes, offset, length);
                    put(LINE_END, 0, LINE_END.length);
                }
            }
        }
    }

    /** Writes a part of a file as the whole content, which was announced with its length. */
    void content(FileChannel file, long start, long count) throws IOException {
        if (framing == Framing.NO_BODY) {
            return;
        }
        long sent;
        try {
            sent = wire.send(file, start, count);
        } catch (IOException e) {
            throw lost(e);
        }
        written += sent;
        left -= sent;
        if (left > 0) {
            throw new EOFException("the file became shorter while it was sent");
        }
    }

    /**
     * Ends the answer.
     *
     * @param trailers written after a body in chunks only
     * @throws CloseConnectionException if less came than was announced
     */
    void end(Headers trailers) {
        if (framing == Framing.LENGTH && left > 0) {
            throw new CloseConnectionException(
                    "an answer ended " + left + " bytes before its Content-Length");
        }
        if (framing == Framing.CHUNKED) {
            put(LAST_CHUNK, 0, LAST_CHUNK.length);
            HeadWriter lines = exchange.headWriter();
            lines.clear();
            for (Header trailer : trailers) {
                lines.field(trailer);
            }
            lines.end();
            put(lines.bytes(), 0, lines.length());
        }
    }

    /** Writes an interim answer (1xx) and sends it at once. */
    void interim(Status status, Headers headers) {
        HeadWriter head = exchange.headWriter();
        head.status(status);
        for (Header header : headers) {
            head.field(header);
        }
        head.end();
        put(head.bytes(), 0, head.length());
        flush();
    }

    /** Sends what is gathered. */
    void flush() {
        try {
            wire.flush();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void put(byte[] bytes, int offset, int length) {
        try {
            wire.put(bytes, offset, length);
            written += length;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static ServerConnectionException lost(IOException cause) {
        return new ServerConnectionException("cannot write an answer", cause);
    }
}
