package dev.serve.admin;

import dev.serve.admin.Caller.Role;
import dev.serve.api.config.AdminConfig;
import dev.serve.api.routing.RequestClient;
import dev.serve.api.spi.Origins;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: by a token (RFC 6750), else by the client certificate that the listener verified,
 * else from this machine alone. Stateless.
 *
 * <p>A page of somebody else's must not ask in its reader's name: what names another origin is
 * refused, and without a token so is what names another host, which is how a page reaches a
 * loopback address whose name it has rebound.
 */
final class Access {

    private static final String BEARER = "bearer ";
    private static final String LOCALHOST = "localhost";
    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private static final HeaderName REAL_IP = HeaderNames.create("X-Real-IP");

    private Access() {}

    /**
     * Lets a request in.
     *
     * @throws ApiProblem 401 or 403, with the reason
     */
    static Caller admit(AdminConfig config, ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        refuseOtherPages(headers, authority(request));
        Optional<String> token = token(headers);
        if (config.hasToken()) {
            return token.map(sent -> byToken(config, sent, request))
                    .orElseThrow(
                            () -> unknown("no token", "expected: Authorization: Bearer TOKEN"));
        }
        return request.remotePeer()
                .tlsPrincipal()
                .filter(X500Principal.class::isInstance)
                .map(X500Principal.class::cast)
                .map(subject -> byCertificate(config, subject))
                .orElseGet(() -> fromThisMachine(request));
    }

    private static Caller byToken(AdminConfig config, String sent, ServerRequest request) {
        // Both are compared whatever the first says: time tells nothing.
        boolean operator = same(config.operatorToken(), sent);
        boolean viewer = same(config.viewerToken(), sent);
        if (!operator && !viewer) {
            throw unknown(
                    "an unknown token", "expected: admin.operator-token or admin.viewer-token");
        }
        Role role = operator ? Role.OPERATOR : Role.VIEWER;
        return new Caller(role, Fields.word(role) + " token from " + place(request));
    }

    private static Caller byCertificate(AdminConfig config, X500Principal subject) {
        return new Caller(
                config.isOperator(subject) ? Role.OPERATOR : Role.VIEWER, subject.getName());
    }

    private static Caller fromThisMachine(ServerRequest request) {
        if (isThroughProxy(request)) {
            throw ApiProblem.forbidden(
                    "through a proxy (expected: straight from this machine, as there is no token)");
        }
        // Of the client, where a PROXY header names it.
        SocketAddress address = RequestClient.of(request);
        if (address instanceof InetSocketAddress internet) {
            if (internet.getAddress() == null || !internet.getAddress().isLoopbackAddress()) {
                throw ApiProblem.forbidden(
                        "from "
                                + place(request)
                                + " (expected: this machine, as there is no token)");
            }
            if (!isLoopback(authority(request))) {
                throw ApiProblem.forbidden(
                        "for the host \""
                                + authority(request)
                                + "\" (expected: localhost or a loopback address, as there is no token)");
            }
        }
        return new Caller(Role.OPERATOR, place(request));
    }

    /** A proxy on this machine has a local address, whoever asks through it. */
    private static boolean isThroughProxy(ServerRequest request) {
        return request.headers().contains(HeaderNames.VIA)
                || request.headers().contains(REAL_IP)
                || (request instanceof RequestClient known && known.isForwarded());
    }

    private static void refuseOtherPages(ServerRequestHeaders headers, String host) {
        String origin = headers.first(HeaderNames.ORIGIN).orElse(null);
        if (origin != null && !Origins.isSame(origin, host)) {
            throw ApiProblem.forbidden(
                    "for a page of " + origin + " (expected: a page of this listener)");
        }
        String site = headers.first(SEC_FETCH_SITE).orElse("none");
        if (!site.equals("same-origin") && !site.equals("none")) {
            throw ApiProblem.forbidden(
                    "for a page of another site (expected: a page of this listener)");
        }
    }

    private static Optional<String> token(ServerRequestHeaders headers) {
        return headers.first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    private static boolean same(@Nullable String token, String sent) {
        return token != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        sent.getBytes(StandardCharsets.UTF_8));
    }

    private static ApiProblem unknown(String what, String expected) {
        return ApiProblem.of(Status.UNAUTHORIZED_401, what + " (" + expected + ")")
                .header("WWW-Authenticate", "Bearer realm=\"serve admin\"");
    }

    /** {@code Host}, or {@code :authority} of HTTP/2. */
    private static String authority(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.HOST)
                .orElseGet(() -> String.valueOf(request.authority()));
    }

    private static boolean isLoopback(String authority) {
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.equalsIgnoreCase(LOCALHOST)) {
            return true;
        }
        try {
            String literal =
                    host.startsWith("[") && host.endsWith("]")
                            ? host.substring(1, host.length() - 1)
                            : host;
            return InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where a request comes from, for people. */
    static String place(ServerRequest request) {
        return RequestClient.of(request) instanceof InetSocketAddress internet
                ? internet.getAddress() == null
                        ? internet.getHostString()
                        : internet.getAddress().getHostAddress()
                : "a Unix socket";
    }
}
