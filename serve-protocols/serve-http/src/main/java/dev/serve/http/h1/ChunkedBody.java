package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Wire;
import dev.serve.http.message.ForbiddenTrailers;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestFields;
import io.helidon.http.DirectHandler;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.Arrays;

/**
 * A body in chunks (RFC 9112 section 7.1). A chunk of any size is streamed, never held; extensions
 * are read over, within bounds; trailer fields are kept.
 */
final class ChunkedBody extends WireBody {

    /** All chunk extensions of a body together, in bytes. */
    private static final int MAX_EXTENSIONS = 16 * 1024;

    private enum Part {
        SIZE,
        CONTENT,
        CONTENT_END,
        TRAILERS
    }

    private final Http1Settings settings;
    private Part part = Part.SIZE;
    private long left;
    private long total;
    private int extensions;
    private Headers trailers = super.trailers();

    ChunkedBody(
            Wire wire,
            ConnectionObserver observer,
            DirectHandler.TransportRequest request,
            boolean continueOwed,
            Http1Settings settings) {
        super(wire, observer, request, continueOwed);
        this.settings = settings;
    }

    @Override
    int take(byte[] target, int offset, int length) throws IOException {
        while (true) {
            switch (part) {
                case SIZE -> readSize();
                case CONTENT -> {
                    int read = content(target, offset, length, left);
                    left -= read;
                    if (left == 0) {
                        part = Part.CONTENT_END;
                        endContentIfThere();
                    }
                    return read;
                }
                case CONTENT_END -> readContentEnd();
                case TRAILERS -> {
                    readTrailers();
                    finish();
                    return -1;
                }
            }
        }
    }

    private void readSize() throws IOException {
        int end = lineEnd(0, ChunkSize.MAX_LINE);
        long size = ChunkSize.of(wire.input(), wire.position(), wire.position() + end);
        extensions += Math.max(0, end - ChunkSize.MAX_DIGITS);
        if (extensions > MAX_EXTENSIONS) {
            throw Refusal.badRequest("The chunk extensions are too long");
        }
        wire.consume(end + 2);
        left = size;
        part = size == 0 ? Part.TRAILERS : Part.CONTENT;
        total += size;
        if (total < 0 || total > settings.maxBodySize()) {
            throw Refusal.of(Status.REQUEST_ENTITY_TOO_LARGE_413, "The body is too large");
        }
    }

    /** Looks on without waiting, so that a body of one chunk is known to be whole. */
    private void endContentIfThere() throws IOException {
        if (wire.available() >= 2) {
            readContentEnd();
        }
    }

    private void readContentEnd() throws IOException {
        while (wire.available() < 2) {
            if (wire.available() == 1 && wire.input()[wire.position()] != '\r') {
                break;
            }
            more();
        }
        byte[] in = wire.input();
        int at = wire.position();
        if (in[at] != '\r' || in[at + 1] != '\n') {
            throw Refusal.badRequest("A chunk is longer than its size");
        }
        wire.consume(2);
        part = Part.SIZE;
    }

    /** RFC 9112 section 7.1.2. */
    private void readTrailers() throws IOException {
        FieldTable table = new FieldTable();
        int from = 0;
        while (true) {
            int length = lineEnd(from, settings.maxHeaderSize() - from) - from;
            int origin = wire.position();
            if (length == 0) {
                break;
            }
            if (table.count() == settings.maxHeaderCount()) {
                throw tooManyTrailers();
            }
            table.add(wire.input(), origin + from, origin + from + length, origin);
            checkLast(table, origin);
            from += length + 2;
        }
        if (from > 0) {
            int origin = wire.position();
            byte[] bytes = Arrays.copyOfRange(wire.input(), origin, origin + from);
            RequestFields fields = table.in(bytes);
            trailers = fields;
        }
        wire.consume(from + 2);
    }

    private void checkLast(FieldTable table, int origin) {
        int field = table.count() - 1;
        if (ForbiddenTrailers.contains(
                wire.input(), origin + table.nameFrom(field), origin + table.nameTo(field))) {
            throw Refusal.badRequest("A field is not allowed after the body");
        }
    }

    /**
     * Waits until a line is whole.
     *
     * @param from where it begins in the window
     * @param max how long it may be
     * @return where it ends in the window: its CR
     */
    private int lineEnd(int from, int max) throws IOException {
        int scanned = from;
        while (true) {
            byte[] in = wire.input();
            int origin = wire.position();
            int available = wire.available();
            while (scanned < available && in[origin + scanned] != '\n') {
                scanned++;
            }
            if (scanned - from > max + 1) {
                throw part == Part.TRAILERS
                        ? tooManyTrailers()
                        : Refusal.badRequest("A chunk extension is too long");
            }
            if (scanned < available) {
                if (scanned == from || in[origin + scanned - 1] != '\r') {
                    throw Refusal.badRequest("A line ends without a carriage return");
                }
                return scanned - 1;
            }
            more();
        }
    }

    private static Refusal tooManyTrailers() {
        return Refusal.fieldsTooLarge("The trailer fields are too large");
    }

    @Override
    long left() {
        return left;
    }

    @Override
    public long announced() {
        return -1;
    }

    @Override
    public int available() {
        return part == Part.CONTENT ? (int) Math.min(left, wire.available()) : 0;
    }

    @Override
    public Headers trailers() {
        return trailers;
    }
}
