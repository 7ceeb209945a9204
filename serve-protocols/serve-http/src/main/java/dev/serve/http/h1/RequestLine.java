package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestTarget;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;

/**
 * A request line (RFC 9112 section 3): method, target and version, with one space between.
 *
 * @param method the method; also one that nobody knows
 * @param target what is asked for
 * @param http10 whether the version is 1.0; any later 1.x is served as 1.1 (RFC 9110 section 2.5)
 */
record RequestLine(Method method, RequestTarget target, boolean http10) {

    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    /**
     * Reads a line.
     *
     * @param to its CR
     * @throws Refusal with 400 if it is malformed, with 505 if the version is another
     */
    static RequestLine of(byte[] bytes, int from, int to) {
        int methodEnd = from;
        while (methodEnd < to && Octets.isMethod(bytes[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == from || methodEnd == to || bytes[methodEnd] != ' ') {
            throw Refusal.badRequest("The method is malformed");
        }
        Method method = method(bytes, from, methodEnd);
        int targetFrom = methodEnd + 1;
        int targetEnd = targetFrom;
        while (targetEnd < to && bytes[targetEnd] != ' ') {
            targetEnd++;
        }
        boolean http10 = isHttp10(bytes, targetEnd + 1, to);
        return new RequestLine(
                method, RequestTarget.of(method, bytes, targetFrom, targetEnd), http10);
    }

    private static Method method(byte[] bytes, int from, int to) {
        if (matches(bytes, from, to, Method.GET)) {
            return Method.GET;
        }
        if (matches(bytes, from, to, Method.POST)) {
            return Method.POST;
        }
        return Method.create(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }

    private static boolean matches(byte[] bytes, int from, int to, Method method) {
        String name = method.text();
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the version is 1.0, rather than another 1.x. */
    private static boolean isHttp10(byte[] bytes, int from, int to) {
        if (to - from != VERSION_LENGTH
                || bytes[from] != 'H'
                || bytes[from + 1] != 'T'
                || bytes[from + 2] != 'T'
                || bytes[from + 3] != 'P'
                || bytes[from + 4] != '/'
                || !isDigit(bytes[from + 5])
                || bytes[from + 6] != '.'
                || !isDigit(bytes[from + 7])) {
            throw Refusal.badRequest("The version of HTTP is malformed");
        }
        if (bytes[from + 5] != '1') {
            throw Refusal.of(
                    Status.HTTP_VERSION_NOT_SUPPORTED_505,
                    "The version of HTTP is not supported (expected: HTTP/1.1)");
        }
        return bytes[from + 7] == '0';
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
