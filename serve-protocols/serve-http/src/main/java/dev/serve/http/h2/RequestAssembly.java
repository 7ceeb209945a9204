package dev.serve.http.h2;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.message.Authority;
import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestFields;
import dev.serve.http.message.RequestTarget;
import io.helidon.common.uri.UriFragment;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of the fields of a header block (RFC 9113 section 8.3). What breaks the rules of
 * HTTP/2 is an error of the stream; what any version of HTTP would refuse gets its 400.
 */
final class RequestAssembly {

    private static final int NONE = -1;
    private static final int AROUND_TARGET = " ".length() + " HTTP/1.1".length();
    private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRUMB = {';', ' '};

    private final int stream;
    private final HeaderBlock block;
    private final FieldFacts facts;
    private final int[] spans;
    private int count;
    private int method = NONE;
    private int scheme = NONE;
    private int authority = NONE;
    private int path = NONE;
    private int protocol = NONE;

    private RequestAssembly(int stream, HeaderBlock block) {
        this.stream = stream;
        this.block = block;
        this.facts = new FieldFacts(stream);
        // One more than there are: the authority becomes Host.
        this.spans = new int[(block.count() + 1) * HeaderBlock.SPAN];
    }

    /**
     * The head of a request.
     *
     * @param endStream whether there is no body
     * @throws StreamError if it is malformed
     * @throws Refusal if it is to be answered 400, 414 or 431
     */
    static Http2Head of(int stream, HeaderBlock block, boolean endStream, Http2Settings settings)
            throws StreamError {
        return new RequestAssembly(stream, block).assemble(endStream, settings);
    }

    private Http2Head assemble(boolean endStream, Http2Settings settings) throws StreamError {
        byte[] bytes = block.bytes();
        int[] all = block.spans();
        for (int i = 0; i < block.count(); i++) {
            int at = i * HeaderBlock.SPAN;
            if (all[at] < all[at + 1] && bytes[all[at]] == ':') {
                pseudo(bytes, at);
            } else if (facts.note(bytes, all, at, count)) {
                System.arraycopy(all, at, spans, count * HeaderBlock.SPAN, HeaderBlock.SPAN);
                count++;
            }
        }
        facts.checkLength(endStream);
        Method requestMethod = method();
        checkLine(settings.maxRequestLine());
        RequestTarget target = target(requestMethod);
        host();
        PriorityField priority = facts.priority(block.bytes(), spans);
        // The last: it moves the fields together.
        cookie();
        if (count > settings.maxHeaderCount()) {
            throw Refusal.fieldsTooLarge("There are too many header fields");
        }
        HttpPrologue prologue =
                HttpPrologue.create(
                        "HTTP/2.0",
                        "HTTP",
                        "2.0",
                        requestMethod,
                        target.path(),
                        target.query(),
                        UriFragment.empty());
        return new Http2Head(
                prologue,
                protocol(),
                new RequestFields(block.bytes(), spans, count),
                facts.contentLength(),
                facts.expectation(),
                priority.urgency(),
                priority.incremental(),
                block.bytes().length + 4 * spans.length);
    }

    private void pseudo(byte[] bytes, int at) throws StreamError {
        if (count > 0 || facts.hasDropped()) {
            throw StreamError.malformed(stream, "a pseudo-header field after others");
        }
        int from = block.spans()[at];
        int to = block.spans()[at + 1];
        switch (to - from) {
            case 5 -> {
                if (is(bytes, from, to, ":path")) {
                    path = once(path, at);
                    return;
                }
            }
            case 7 -> {
                if (is(bytes, from, to, ":method")) {
                    method = once(method, at);
                    return;
                }
                if (is(bytes, from, to, ":scheme")) {
                    scheme = once(scheme, at);
                    return;
                }
            }
            case 9 -> {
                if (is(bytes, from, to, ":protocol")) {
                    protocol = once(protocol, at);
                    return;
                }
            }
            case 10 -> {
                if (is(bytes, from, to, ":authority")) {
                    authority = once(authority, at);
                    return;
                }
            }
            default -> {
                // Nobody knows it.
            }
        }
        throw StreamError.malformed(stream, "an unknown pseudo-header field");
    }

    private static boolean is(byte[] bytes, int from, int to, String name) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != name.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    private int once(int known, int at) throws StreamError {
        if (known != NONE) {
            throw StreamError.malformed(stream, "a pseudo-header field is repeated");
        }
        return at;
    }

    private int from(int field) {
        return block.spans()[field + 2];
    }

    private int to(int field) {
        return block.spans()[field + 3];
    }

    private Method method() throws StreamError {
        if (method == NONE) {
            throw StreamError.malformed(stream, ":method is missing");
        }
        byte[] bytes = block.bytes();
        int from = from(method);
        int to = to(method);
        for (int i = from; i < to; i++) {
            if (!Octets.isMethod(bytes[i])) {
                throw Refusal.badRequest("The method is malformed");
            }
        }
        if (from == to) {
            throw StreamError.malformed(stream, ":method is empty");
        }
        int length = to - from;
        if (length == 3 && is(bytes, from, to, "GET")) {
            return Method.GET;
        }
        if (length == 4 && is(bytes, from, to, "POST")) {
            return Method.POST;
        }
        return Method.create(new String(bytes, from, length, StandardCharsets.US_ASCII));
    }

    /** RFC 9110 section 4.1: as long as the line of HTTP/1.1 would be. */
    private void checkLine(long most) {
        if (path != NONE && method != NONE) {
            int length = to(method) - from(method) + to(path) - from(path) + AROUND_TARGET;
            if (length > most) {
                throw Refusal.of(Status.REQUEST_URI_TOO_LONG_414, "The path is too long");
            }
        }
    }

    /** RFC 8441 section 4: of CONNECT alone. */
    private @Nullable String protocol() {
        return protocol == NONE
                ? null
                : text(block.bytes(), from(protocol), to(protocol)).toLowerCase(Locale.ROOT);
    }

    /** RFC 9113 sections 8.3.1 and 8.5, RFC 8441 section 4. */
    private RequestTarget target(Method of) throws StreamError {
        byte[] bytes = block.bytes();
        if (protocol != NONE && (!of.equals(Method.CONNECT) || authority == NONE)) {
            throw StreamError.malformed(stream, ":protocol without CONNECT or :authority");
        }
        if (of.equals(Method.CONNECT) && protocol == NONE) {
            if (scheme != NONE || path != NONE || authority == NONE) {
                throw StreamError.malformed(stream, "CONNECT has an authority and nothing else");
            }
            return RequestTarget.of(of, bytes, from(authority), to(authority));
        }
        if (scheme == NONE || path == NONE) {
            throw StreamError.malformed(stream, ":scheme or :path is missing");
        }
        if (from(path) == to(path)) {
            throw StreamError.malformed(stream, ":path is empty");
        }
        if (!Octets.equalsIgnoreCase(bytes, from(scheme), to(scheme), "http")
                && !Octets.equalsIgnoreCase(bytes, from(scheme), to(scheme), "https")) {
            throw Refusal.badRequest("The scheme is neither http nor https");
        }
        byte first = bytes[from(path)];
        if (first != '/' && first != '*') {
            throw Refusal.badRequest("The path begins with no slash");
        }
        // An extended CONNECT asks for a path, as GET does.
        return RequestTarget.of(protocol == NONE ? of : Method.GET, bytes, from(path), to(path));
    }

    /** What :authority says is what handlers find under Host. */
    private void host() throws StreamError {
        byte[] bytes = block.bytes();
        int own = facts.host();
        if (authority == NONE) {
            if (own == NONE) {
                throw Refusal.badRequest("Host is missing");
            }
            int at = own * HeaderBlock.SPAN;
            checkAuthority(bytes, spans[at + 2], spans[at + 3]);
            return;
        }
        checkAuthority(bytes, from(authority), to(authority));
        if (own != NONE) {
            int at = own * HeaderBlock.SPAN;
            String told = text(bytes, from(authority), to(authority));
            if (!told.equalsIgnoreCase(text(bytes, spans[at + 2], spans[at + 3]))) {
                throw StreamError.malformed(stream, "Host is another than :authority");
            }
            return;
        }
        int name = block.append(HOST);
        span(name, name + HOST.length, from(authority), to(authority));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static void checkAuthority(byte[] bytes, int from, int to) {
        if (!Authority.isValid(bytes, from, to)) {
            throw Refusal.badRequest("The authority is malformed");
        }
    }

    private void span(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int at = count++ * HeaderBlock.SPAN;
        spans[at] = nameFrom;
        spans[at + 1] = nameTo;
        spans[at + 2] = valueFrom;
        spans[at + 3] = valueTo;
    }

    /** RFC 9113 section 8.2.3: a cookie that came in crumbs is one field again. */
    private void cookie() {
        if (facts.cookies() < 2) {
            return;
        }
        int first = NONE;
        int kept = 0;
        int from = block.length();
        for (int i = 0; i < count; i++) {
            int at = i * HeaderBlock.SPAN;
            boolean cookie =
                    Octets.equalsIgnoreCase(block.bytes(), spans[at], spans[at + 1], "cookie");
            if (cookie) {
                if (first != NONE) {
                    block.append(CRUMB);
                }
                block.append(block.bytes(), spans[at + 2], spans[at + 3]);
            }
            if (!cookie || first == NONE) {
                first = cookie ? kept : first;
                System.arraycopy(spans, at, spans, kept * HeaderBlock.SPAN, HeaderBlock.SPAN);
                kept++;
            }
        }
        spans[first * HeaderBlock.SPAN + 2] = from;
        spans[first * HeaderBlock.SPAN + 3] = block.length();
        count = kept;
    }
}
