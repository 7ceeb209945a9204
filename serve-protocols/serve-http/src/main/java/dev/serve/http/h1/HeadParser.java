package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestFields;
import dev.serve.http.message.RequestTarget;
import io.helidon.common.uri.UriFragment;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one request (RFC 9112 sections 2 to 5) from the window of a wire. It may be
 * called with any part of the head there: it takes whole lines, remembers where it was, and looks
 * at no byte three times. What it makes of a head does not depend on how the bytes were cut.
 *
 * <p>Nothing is consumed before the head is whole. Line ends are CRLF and nothing else.
 */
final class HeadParser {

    private static final int NOT_YET = -1;

    private final Http1Settings settings;

    /** How many bytes of the window are known to hold no end of the current line. */
    private int scanned;

    /** Where the current line begins in the window. */
    private int line;

    private boolean emptyLine;

    private int fieldsBegin = NOT_YET;
    private int targetFrom;
    private int targetTo;
    private @Nullable Method method;
    private @Nullable RequestTarget target;
    private boolean http10;
    private final FieldTable table = new FieldTable();
    private final HeadFacts facts = new HeadFacts();

    HeadParser(Http1Settings settings) {
        this.settings = settings;
    }

    /** Whether a part of a head has been seen. */
    boolean hasBegun() {
        return scanned > 0;
    }

    /**
     * Reads on.
     *
     * @return the head, which is consumed; null when more bytes are needed
     * @throws Refusal if this can become no request that is served
     */
    @Nullable RequestHead parse(Wire wire) {
        skipEmptyLine(wire);
        byte[] in = wire.input();
        int origin = wire.position();
        int limit = wire.limit();
        while (true) {
            int lineFeed = origin + scanned;
            while (lineFeed < limit && in[lineFeed] != '\n') {
                lineFeed++;
            }
            checkLine(in, origin, lineFeed);
            if (lineFeed == limit) {
                scanned = limit - origin;
                return null;
            }
            boolean last = line(in, origin, lineFeed);
            line = lineFeed + 1 - origin;
            scanned = line;
            if (last) {
                return head(wire, in, origin);
            }
        }
    }

    /** RFC 9112 section 2.2: one empty line before a request is ignored. */
    private void skipEmptyLine(Wire wire) {
        int from = wire.position();
        if (line == 0
                && !emptyLine
                && wire.available() >= 2
                && wire.input()[from] == '\r'
                && wire.input()[from + 1] == '\n') {
            wire.consume(2);
            scanned = 0;
            emptyLine = true;
        }
    }

    /** What can be said of a line before its end has come; the same is said of whole ones. */
    private void checkLine(byte[] in, int origin, int end) {
        int from = origin + line;
        if (fieldsBegin == NOT_YET) {
            boolean something = end > from && in[from] != '\r';
            if (something && !Octets.isMethod(in[from])) {
                throw Refusal.badRequest("This is no HTTP request");
            }
            // One more for the CR.
            if (end - from > settings.maxRequestLine() + 1) {
                throw Refusal.of(Status.REQUEST_URI_TOO_LONG_414, "The request line is too long");
            }
        } else if (end - origin - fieldsBegin > settings.maxHeaderSize() + 1) {
            throw tooManyFields();
        }
    }

    /** Reads a whole line; true for the last of the head. */
    private boolean line(byte[] in, int origin, int lineFeed) {
        int from = origin + line;
        int end = lineFeed - 1;
        if (end < from || in[end] != '\r') {
            throw Refusal.badRequest("A line ends without a carriage return");
        }
        if (fieldsBegin == NOT_YET) {
            requestLine(in, origin, from, end);
            return false;
        }
        if (end == from) {
            return true;
        }
        field(in, origin, from, end);
        return false;
    }

    private void requestLine(byte[] in, int origin, int from, int end) {
        if (end == from) {
            throw Refusal.badRequest("There are empty lines before the request");
        }
        RequestLine parsed = RequestLine.of(in, from, end);
        method = parsed.method();
        target = parsed.target();
        http10 = parsed.http10();
        fieldsBegin = end + 2 - origin;
        targetFrom = target.authorityFrom() - origin;
        targetTo = target.authorityTo() - origin;
    }

    private void field(byte[] in, int origin, int from, int end) {
        if (end + 2 - origin - fieldsBegin > settings.maxHeaderSize()
                || table.count() == settings.maxHeaderCount()) {
            throw tooManyFields();
        }
        table.add(in, from, end, origin);
        if (!facts.note(in, origin, table)) {
            table.removeLast();
        }
    }

    private static Refusal tooManyFields() {
        return Refusal.fieldsTooLarge("The header fields are too large");
    }

    private RequestHead head(Wire wire, byte[] in, int origin) {
        Method requestMethod = method;
        RequestTarget requestTarget = target;
        if (requestMethod == null || requestTarget == null) {
            throw new IllegalStateException("a head without a request line");
        }
        facts.check(http10);
        if (targetTo > targetFrom && facts.host() >= 0) {
            // RFC 9112 section 3.2.2: the target's own host replaces what Host says.
            table.replaceValue(facts.host(), targetFrom, targetTo);
        }
        byte[] bytes = Arrays.copyOfRange(in, origin, origin + line);
        wire.consume(line);
        RequestFields fields = table.in(bytes);
        return new RequestHead(
                HttpPrologue.create(
                        http10 ? "HTTP/1.0" : "HTTP/1.1",
                        "HTTP",
                        http10 ? "1.0" : "1.1",
                        requestMethod,
                        requestTarget.path(),
                        requestTarget.query(),
                        UriFragment.empty()),
                http10,
                fields,
                facts.framing(),
                facts.options(),
                http10 ? RequestHead.Expectation.NONE : facts.expectation(),
                facts.hasUpgrade() && facts.options().upgrade() && !http10);
    }
}
