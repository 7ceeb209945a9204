package dev.serve.bench.load;

import java.nio.charset.StandardCharsets;

/** One kind of traffic. */
enum Row {
    /** Small answers on connections that stay. */
    HELLO("GET /hello, keep-alive", "GET", "/hello", 0, false, false),
    /** A connection for each request. */
    CONNECTION("GET /hello, a connection per request", "GET", "/hello", 0, true, false),
    /** A body in and out. */
    ECHO("POST /echo of 1 KiB, keep-alive", "POST", "/echo", 1024, false, false),
    /** Small answers over TLS. */
    HTTPS("GET /hello over TLS, keep-alive", "GET", "/hello", 0, false, true);

    private final String title;
    private final String method;
    private final String path;
    private final int bodyBytes;
    private final boolean closing;
    private final boolean tls;

    Row(String title, String method, String path, int bodyBytes, boolean closing, boolean tls) {
        this.title = title;
        this.method = method;
        this.path = path;
        this.bodyBytes = bodyBytes;
        this.closing = closing;
        this.tls = tls;
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

    /** The request on the wire. */
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
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
