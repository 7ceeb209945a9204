package dev.serve.bench.load;

import java.nio.charset.StandardCharsets;

/** One kind of traffic. */
enum Row {
    /** Small answers on connections that stay. */
    HELLO("GET /hello, keep-alive", "GET", "/hello", 0, false, false, 1),
    /** A connection for each request. */
    CONNECTION("GET /hello, a connection per request", "GET", "/hello", 0, true, false, 1),
    /** A body in and out. */
    ECHO("POST /echo of 1 KiB, keep-alive", "POST", "/echo", 1024, false, false, 1),
    /** A large body in and out. */
    ECHO64("POST /echo of 64 KiB, keep-alive", "POST", "/echo", 64 << 10, false, false, 1),
    /** Sixteen requests at once, then sixteen answers. */
    PIPELINED("GET /hello, pipelined by 16", "GET", "/hello", 0, false, false, 16),
    /** Small answers over TLS. */
    HTTPS("GET /hello over TLS, keep-alive", "GET", "/hello", 0, false, true, 1);

    private final String title;
    private final String method;
    private final String path;
    private final int bodyBytes;
    private final boolean closing;
    private final boolean tls;
    private final int batch;

    Row(
            String title,
            String method,
            String path,
            int bodyBytes,
            boolean closing,
            boolean tls,
            int batch) {
        this.title = title;
        this.method = method;
        this.path = path;
        this.bodyBytes = bodyBytes;
        this.closing = closing;
        this.tls = tls;
        this.batch = batch;
    }

    String title() {
        return title;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** Length of the request's body, all of it the letter x. */
    int bodyBytes() {
        return bodyBytes;
    }

    /** Whether each request asks for the end of its connection. */
    boolean closing() {
        return closing;
    }

    boolean tls() {
        return tls;
    }

    /** How many requests are sent before their answers are read. */
    int batch() {
        return batch;
    }

    /** The requests of one batch on the wire. */
    byte[] request() {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        if (bodyBytes > 0) {
            text.append("Content-Length: ").append(bodyBytes).append("\r\n");
        }
        if (closing) {
            text.append("Connection: close\r\n");
        }
        text.append("\r\n").repeat("x", bodyBytes);
        return text.toString().repeat(batch).getBytes(StandardCharsets.US_ASCII);
    }
}
