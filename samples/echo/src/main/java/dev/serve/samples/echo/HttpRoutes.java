package dev.serve.samples.echo;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HttpMediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;

/** The routes of HTTP/1.1 and HTTP/2. */
final class HttpRoutes {

    /** How long {@code /slow} waits, in milliseconds. */
    static final Parameter DELAY = new Parameter("ms", 0, 60_000);

    /** How many chunks {@code /stream} sends. */
    static final Parameter CHUNKS = new Parameter("n", 0, 100_000);

    /** How many bytes {@code /big} sends. */
    static final Parameter BYTES = new Parameter("n", 0, 64L << 20);

    /** The head of an echo's answer leaves when so many bytes wait, or when the body has ended. */
    static final int HELD_BYTES = 16 << 10;

    private static final byte[] ALPHABET =
            "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXY\n"
                    .repeat(256)
                    .getBytes(StandardCharsets.US_ASCII);

    private HttpRoutes() {}

    static void addTo(Routes routes, String listener, ListenerConfig config) {
        IndexPage page = new IndexPage(listener, config);
        routes.error(Parameter.Unfit.class, HttpRoutes::unfit)
                .get("/", page::show)
                .get("/hello", HttpRoutes::hello)
                .post("/echo", HttpRoutes::echo)
                .get("/slow", HttpRoutes::slow)
                .get("/big/{n}", HttpRoutes::big)
                .get("/stream", HttpRoutes::stream)
                .get("/headers", HttpRoutes::headers)
                .get("/whoami", HttpRoutes::whoami);
    }

    private static void hello(ServerRequest request, ServerResponse response) {
        text(response, "hello");
    }

    /**
     * Sends the body back as it comes. A short one is read whole first, so that a broken one can be
     * answered 400.
     */
    private static void echo(ServerRequest request, ServerResponse response) throws IOException {
        request.headers()
                .contentType()
                .ifPresentOrElse(
                        response.headers()::contentType,
                        () -> response.headers().contentType(MediaTypes.APPLICATION_OCTET_STREAM));
        try (InputStream in = request.content().inputStream()) {
            byte[] held = in.readNBytes(HELD_BYTES);
            if (held.length < HELD_BYTES) {
                response.send(held);
                return;
            }
            try (OutputStream out = response.outputStream()) {
                int count = held.length;
                while (count > 0) {
                    out.write(held, 0, count);
                    out.flush();
                    count = in.read(held);
                }
            }
        }
    }

    /** Takes its time; reads no body. */
    private static void slow(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        Thread.sleep(DELAY.inQuery(request).orElse(3_000L));
        text(response, "slow");
    }

    private static void big(ServerRequest request, ServerResponse response) throws IOException {
        long left = BYTES.inPath(request);
        response.headers().contentType(MediaTypes.APPLICATION_OCTET_STREAM);
        response.contentLength(left);
        try (OutputStream out = response.outputStream()) {
            while (left > 0) {
                int count = (int) Math.min(left, ALPHABET.length);
                out.write(ALPHABET, 0, count);
                left -= count;
            }
        }
    }

    private static void stream(ServerRequest request, ServerResponse response)
            throws IOException, InterruptedException {
        long count = CHUNKS.inQuery(request).orElse(10L);
        long pause = DELAY.inQuery(request).orElse(100L);
        response.headers().contentType(HttpMediaTypes.PLAINTEXT_UTF_8);
        try (OutputStream out = response.outputStream()) {
            for (long chunk = 1; chunk <= count; chunk++) {
                out.write(("chunk " + chunk + "\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                if (chunk < count) {
                    Thread.sleep(pause);
                }
            }
        }
    }

    /** What the handler was given: method, target, version, and each header field on a line. */
    private static void headers(ServerRequest request, ServerResponse response) {
        StringBuilder lines = new StringBuilder();
        lines.append(request.prologue().method().text())
                .append(' ')
                .append(request.prologue().uriPath().rawPath());
        if (!request.prologue().query().isEmpty()) {
            lines.append('?').append(request.prologue().query().rawValue());
        }
        lines.append(' ').append(request.prologue().rawProtocol()).append('\n');
        for (Header header : request.headers()) {
            for (String value : header.allValues()) {
                lines.append(header.name()).append(": ").append(value).append('\n');
            }
        }
        text(response, lines.toString());
    }

    private static void whoami(ServerRequest request, ServerResponse response) {
        text(
                response,
                request.remotePeer().tlsPrincipal().map(Principal::getName).orElse("anonymous")
                        + "\n");
    }

    private static void unfit(
            ServerRequest request, ServerResponse response, Parameter.Unfit unfit) {
        response.status(Status.BAD_REQUEST_400);
        text(response, unfit.getMessage() + "\n");
    }

    private static void text(ServerResponse response, String text) {
        response.headers().contentType(HttpMediaTypes.PLAINTEXT_UTF_8);
        response.send(text.getBytes(StandardCharsets.UTF_8));
    }
}
