package dev.serve.admin;

import dev.serve.api.routing.Routes;
import io.helidon.common.LazyValue;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dashboard: one page with its scripts and styles, all of it in this jar. The page holds no
 * figures; it asks the API for them, with the token that its reader gives it.
 */
final class Dashboard {

    /** Nothing but what this listener serves; no page frames it; no script stands in the page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final HeaderName CONTENT_SECURITY_POLICY =
            HeaderNames.create("Content-Security-Policy");
    private static final HeaderName REFERRER_POLICY = HeaderNames.create("Referrer-Policy");
    private static final HeaderName CONTENT_TYPE_OPTIONS =
            HeaderNames.create("X-Content-Type-Options");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml");

    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("/", "index.html");
        for (String name :
                new String[] {
                    "app.js",
                    "api.js",
                    "charts.js",
                    "config.js",
                    "connections.js",
                    "dom.js",
                    "levels.js",
                    "listeners.js",
                    "dashboard.css",
                    "icon.svg"
                }) {
            FILES.put("/dashboard/" + name, name);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, written often, never compared
    private record Page(String type, byte[] body, String tag) {}

    private static Page page(String file) {
        try (InputStream in = Dashboard.class.getResourceAsStream("dashboard/" + file)) {
            if (in == null) {
                throw new IllegalStateException("dashboard/" + file + " is not in this jar");
            }
            byte[] body = in.readAllBytes();
            String type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "");
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new Page(type, body, '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException("reading dashboard/" + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void addTo(Routes routes) {
        FILES.forEach(
                (path, file) -> {
                    // Nobody may ever look: a start need not wait for it.
                    LazyValue<Page> page = LazyValue.create(() -> page(file));
                    routes.get(path, (req, res) -> serve(page.get(), req, res));
                });
    }

    /** The weak comparison with each of a list (RFC 9110 section 13.1.2). */
    private static boolean isIn(String known, String tag) {
        return known.equals("*") || known.contains(tag);
    }

    private static void serve(Page page, ServerRequest request, ServerResponse response) {
        response.headers()
                .set(HeaderNames.ETAG, page.tag())
                .set(HeaderNames.CACHE_CONTROL, "no-cache")
                .set(CONTENT_SECURITY_POLICY, POLICY)
                .set(REFERRER_POLICY, "no-referrer")
                .set(CONTENT_TYPE_OPTIONS, "nosniff");
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(known -> isIn(known, page.tag()))
                .isPresent()) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.headers().set(HeaderNames.CONTENT_TYPE, page.type());
        response.send(page.body());
    }
}
