package dev.serve.websocket;

import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.spi.Origins;
import dev.serve.api.spi.StreamTaker;
import dev.serve.api.websocket.WebSocketRequest;
import dev.serve.websocket.deflate.Deflation;
import dev.serve.websocket.session.Opening;
import dev.serve.websocket.session.Settings;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The opening handshake of one route (RFC 6455 section 4.2, RFC 8441 section 5). Thread-safe. */
final class Handshake {

    private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
    private static final HeaderName ACCEPT = HeaderNames.create("Sec-WebSocket-Accept");
    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
    private static final HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final HeaderName EXTENSIONS = HeaderNames.create("Sec-WebSocket-Extensions");
    private static final String OUR_VERSION = "13";
    private static final Header SAY_VERSION = HeaderValues.create(VERSION, OUR_VERSION);
    private static final Header SAY_UPGRADE =
            HeaderValues.create(HeaderNames.UPGRADE, WebSocketProtocol.WEBSOCKET);

    /** Section 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String listener;
    private final OpenRoutes open;
    private final String route;
    private final Settings settings;
    private final Upgrade upgrade;

    /**
     * A handshake.
     *
     * @param route what the route is known by in {@code open}
     */
    Handshake(String listener, OpenRoutes open, String route, Settings settings, Upgrade upgrade) {
        this.listener = listener;
        this.open = open;
        this.route = route;
        this.settings = settings;
        this.upgrade = upgrade;
    }

    /**
     * Agrees on a session.
     *
     * @param answer takes the fields of the answer
     * @return what goes on with the stream
     * @throws RefusedException if there is to be none
     */
    StreamTaker accept(Asked request, Consumer<Header> answer) {
        ServerRequestHeaders headers = request.headers();
        WebSocketConfig config = settings.config();
        checkVersion(headers);
        String key = request.hasConnection() ? key(headers) : null;
        checkOrigin(config, request);
        Upgrade.Accepted accepted = upgrade.accept(request);
        if (key != null) {
            answer.accept(HeaderValues.create(ACCEPT, acceptance(key)));
        }
        accepted.fields().forEach(answer);
        String subProtocol = subProtocol(config, headers);
        if (subProtocol != null) {
            answer.accept(HeaderValues.create(PROTOCOL, subProtocol));
        }
        Deflation deflation = deflation(config, headers);
        if (deflation != null) {
            answer.accept(HeaderValues.create(EXTENSIONS, deflation.response()));
        }
        Opening opening =
                new Opening(
                        request.id(), asked(request), subProtocol, deflation, request.context());
        return new SessionTaker(open, route, settings, accepted.handling(), opening);
    }

    private static void checkVersion(ServerRequestHeaders headers) {
        if (!OUR_VERSION.equals(only(headers, VERSION))) {
            throw upgradeRequired();
        }
    }

    /** Section 4.4, and RFC 9110 section 15.5.22. */
    static RefusedException upgradeRequired() {
        return new RefusedException(
                Status.UPGRADE_REQUIRED_426,
                "WebSocket is expected, version 13",
                SAY_UPGRADE,
                SAY_VERSION);
    }

    private static String key(ServerRequestHeaders headers) {
        String key = only(headers, KEY);
        try {
            if (key != null && Base64.getDecoder().decode(key).length == 16) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new RefusedException(
                Status.BAD_REQUEST_400, "Sec-WebSocket-Key (expected: 16 bytes in base64)");
    }

    private static void checkOrigin(WebSocketConfig config, Asked request) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isPresent()
                && !Origins.allow(config.origins(), origin.get(), request.authority())) {
            throw new RefusedException(
                    Status.FORBIDDEN_403, "Pages of this origin may not connect");
        }
    }

    /** The value of a field that comes once; null otherwise. */
    private static @Nullable String only(ServerRequestHeaders headers, HeaderName name) {
        if (!headers.contains(name)) {
            return null;
        }
        List<String> values = headers.get(name).allValues();
        return values.size() == 1 ? values.getFirst().strip() : null;
    }

    private static String acceptance(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static @Nullable String subProtocol(
            WebSocketConfig config, ServerRequestHeaders headers) {
        List<String> offered =
                headers.contains(PROTOCOL)
                        ? headers.get(PROTOCOL).allValues().stream()
                                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                                .map(String::strip)
                                .toList()
                        : List.of();
        return config.subProtocols().stream().filter(offered::contains).findFirst().orElse(null);
    }

    private @Nullable Deflation deflation(WebSocketConfig config, ServerRequestHeaders headers) {
        if (!config.compression() || !headers.contains(EXTENSIONS)) {
            return null;
        }
        return Deflation.negotiate(String.join(",", headers.get(EXTENSIONS).allValues()))
                .map(offer -> open.memory().take(offer, config.compressionMemory()))
                .orElse(null);
    }

    private WebSocketRequest asked(Asked request) {
        Parameters parameters = request.parameters();
        Map<String, String> named = new HashMap<>();
        for (String name : parameters.names()) {
            named.put(name, parameters.get(name));
        }
        return new WebSocketRequest(
                listener,
                request.prologue().uriPath().path(),
                request.prologue().query().rawValue(),
                named,
                request.headers(),
                request.remotePeer().address(),
                request.client(),
                request.secure(),
                request.remotePeer().tlsPrincipal());
    }
}
