package dev.serve.http.message;

import io.helidon.common.uri.UriPath;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;

/**
 * What a request line asks for, in one of the four forms of RFC 9112 section 3.2. Immutable.
 *
 * @param path the path; {@code *} in asterisk form, host and port in authority form
 * @param query the query, empty when there is none
 * @param authorityFrom where the target's own authority begins; it replaces Host
 * @param authorityTo where it ends; {@code authorityFrom} when there is none
 */
public record RequestTarget(UriPath path, UriQuery query, int authorityFrom, int authorityTo) {

    private static final UriPath ROOT = UriPath.create("/");

    /**
     * Reads a target.
     *
     * @throws Refusal with 400 if it is malformed, or of a form that the method does not have
     */
    public static RequestTarget of(Method method, byte[] bytes, int from, int to) {
        if (from == to) {
            throw Refusal.badRequest("The target is empty");
        }
        if (method.equals(Method.CONNECT)) {
            checkAuthority(bytes, from, to);
            return new RequestTarget(
                    new AuthorityPath(text(bytes, from, to)), UriQuery.empty(), from, to);
        }
        if (bytes[from] == '/') {
            return pathAndQuery(bytes, from, to, from, from);
        }
        if (to - from == 1 && bytes[from] == '*' && method.equals(Method.OPTIONS)) {
            return new RequestTarget(UriPath.create("*"), UriQuery.empty(), from, from);
        }
        return absolute(bytes, from, to);
    }

    private static RequestTarget absolute(byte[] bytes, int from, int to) {
        int authority = from + schemeLength(bytes, from, to);
        int end = authority;
        while (end < to && bytes[end] != '/' && bytes[end] != '?' && bytes[end] != '#') {
            end++;
        }
        checkAuthority(bytes, authority, end);
        return pathAndQuery(bytes, end, to, authority, end);
    }

    private static int schemeLength(byte[] bytes, int from, int to) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (to - from > scheme.length()
                    && Octets.equalsIgnoreCase(bytes, from, from + scheme.length(), scheme)) {
                return scheme.length();
            }
        }
        throw Refusal.badRequest("The target is neither a path nor an http URI");
    }

    private static void checkAuthority(byte[] bytes, int from, int to) {
        if (!Authority.isValid(bytes, from, to)) {
            throw Refusal.badRequest("The target names no valid host");
        }
    }

    private static RequestTarget pathAndQuery(
            byte[] bytes, int from, int to, int authorityFrom, int authorityTo) {
        int end = from;
        boolean escaped = false;
        boolean normal = true;
        while (end < to && Octets.isPath(bytes[end])) {
            byte octet = bytes[end++];
            escaped |= octet == '%';
            normal &= octet != '.' && (octet != '/' || end == to || bytes[end] != '/');
        }
        UriPath path = end == from ? ROOT : UriPath.create(text(bytes, from, end));
        if (escaped) {
            Escapes.check(bytes, from, end);
        }
        if (escaped || !normal) {
            checkDecodes(path);
        }
        if (end == to) {
            return new RequestTarget(path, UriQuery.empty(), authorityFrom, authorityTo);
        }
        return new RequestTarget(path, query(bytes, end, to), authorityFrom, authorityTo);
    }

    /** Helidon decodes through {@code java.net.URI}, which knows more that is malformed. */
    private static void checkDecodes(UriPath path) {
        try {
            path.path();
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("The path is malformed");
        }
    }

    private static UriQuery query(byte[] bytes, int from, int to) {
        if (bytes[from] != '?') {
            throw Refusal.badRequest(
                    bytes[from] == '#'
                            ? "The target holds a fragment"
                            : "The path holds a character that must be escaped");
        }
        for (int i = from + 1; i < to; i++) {
            if (!Octets.isQuery(bytes[i])) {
                throw Refusal.badRequest(
                        bytes[i] == '#'
                                ? "The target holds a fragment"
                                : "The query holds a character that must be escaped");
            }
        }
        Escapes.checkDigits(bytes, from, to);
        return UriQuery.create(text(bytes, from + 1, to));
    }

    /** The bytes are ASCII by now. */
    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
