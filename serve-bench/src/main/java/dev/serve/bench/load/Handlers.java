package dev.serve.bench.load;

import io.helidon.webserver.http.Handler;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is the same in both servers: what answers, and how the line is encrypted. */
final class Handlers {

    /** The versions of TLS that are offered. */
    static final List<String> TLS_PROTOCOLS = List.of("TLSv1.3");

    /** The one suite that is offered, since each server prefers another. */
    static final List<String> TLS_CIPHERS = List.of("TLS_AES_128_GCM_SHA256");

    /** Length of a large body. */
    static final int LARGE_BYTES = 8 << 20;

    private static final byte[] GREETING = "hello".getBytes(StandardCharsets.US_ASCII);

    /** {@code GET /hello}: five bytes. */
    static final Handler HELLO = (request, response) -> response.send(GREETING);

    /** {@code POST /echo}: the body again. */
    static final Handler ECHO =
            (request, response) -> response.send(request.content().as(byte[].class));

    /** {@code GET /large}: zeros. */
    static final Handler DOWNLOAD = (request, response) -> response.send(Large.BYTES);

    /** {@code POST /upload}: how many bytes the body had. */
    static final Handler UPLOAD =
            (request, response) -> {
                try (InputStream body = request.content().inputStream()) {
                    response.send(Long.toString(body.transferTo(OutputStream.nullOutputStream())));
                }
            };

    private Handlers() {}

    /** Takes no memory before it is asked for. */
    private static final class Large {
        static final byte[] BYTES = new byte[LARGE_BYTES];
    }
}
