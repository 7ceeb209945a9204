package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import dev.serve.http.message.AnswerOutput;
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
final class AnswerWriter implements AnswerOutput {

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

    @Override
    public boolean hasBegun() {
        return begun;
    }

    /** Whether the answer announced the end of the connection, or can end by it only. */
    boolean closes() {
        return closes;
    }

    @Override
    public boolean isHead() {
        return exchange.isHead();
    }

    /** Bytes of head and body. */
    @Override
    public long written() {
        return written;
    }

    @Override
    public void begin(Status status, Headers headers, long length, boolean whole) {
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

    private Framing framing(Status status, long length) {
        if (AnswerOutput.hasNoBody(status) || (exchange.isHead() && length == 0)) {
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

    @Override
    public void content(byte[] bytes, int offset, int length) throws IOException {
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

    /** Trailers are written after a body in chunks only. */
    @Override
    public void end(byte[] bytes, int offset, int length, Headers trailers) throws IOException {
        content(bytes, offset, length);
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

    /** RFC 9110 section 15.2: HTTP/1.0 has none. */
    @Override
    public void interim(Status status, Headers headers) {
        exchange.writes();
        if (exchange.isHttp10()) {
            return;
        }
        HeadWriter head = exchange.headWriter();
        head.status(status);
        for (Header header : headers) {
            head.field(header);
        }
        head.end();
        put(head.bytes(), 0, head.length());
        flush();
    }

    @Override
    public void flush() {
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
