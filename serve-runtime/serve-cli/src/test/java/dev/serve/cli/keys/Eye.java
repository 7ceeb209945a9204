package dev.serve.cli.keys;

import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** Looks at one running server from outside. One use, one thread. */
final class Eye {

    /** Nothing came, and the connection is there still. */
    static final String OPEN = "open";

    /** The connection ended without a word. */
    static final String CLOSED = "closed";

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Server server;
    private final Duration patience;

    /**
     * @param expected what should be seen: what does not end is not waited for
     */
    Eye(Server server, String expected) {
        this.server = server;
        this.patience = expected.equals(OPEN) ? SHORT : LONG;
    }

    Server server() {
        return server;
    }

    int port() {
        return server.port("web");
    }

    Socket connect() throws IOException {
        return connect("127.0.0.1", 0);
    }

    /** A connection from an address of this machine, with a receive buffer; 0 is the usual one. */
    Socket connect(String from, int buffer) throws IOException {
        Socket socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.setSoTimeout((int) LONG.toMillis());
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port()));
        return socket;
    }

    /** The whole answer to a request that asks for the end of its connection. */
    String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return all(socket);
        }
    }

    /** The answer to a GET, head and body. */
    String get(String path, String... fields) throws IOException {
        return exchange(request(path, fields));
    }

    static String request(String path, String... fields) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + lines(fields)
                + "\r\n";
    }

    private static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    }

    /** The status of an answer, or how the connection ended without one. */
    static String status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : CLOSED;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** What becomes of a connection that sends this and no more. */
    String after(String bytes) throws IOException {
        try (Socket socket = connect()) {
            send(socket, bytes);
            return fate(socket);
        }
    }

    /** What comes first on a connection: an answer's status, its end, or nothing. */
    String fate(Socket socket) throws IOException {
        beImpatient(socket);
        byte[] head = new byte[12];
        try {
            int count = socket.getInputStream().readNBytes(head, 0, head.length);
            return status(new String(head, 0, count, StandardCharsets.ISO_8859_1) + " ");
        } catch (SocketTimeoutException e) {
            return OPEN;
        } catch (SocketException e) {
            return CLOSED;
        }
    }

    /** The answer to the opening handshake of a WebSocket that goes no further. */
    String upgrade(String... fields) throws IOException {
        try (Socket socket = connect()) {
            send(socket, handshake(fields));
            return until(socket, "\r\n\r\n");
        }
    }

    /** A WebSocket whose messages come back. */
    Socket webSocket(String... fields) throws IOException {
        Socket socket = connect();
        send(socket, handshake(fields));
        until(socket, "\r\n\r\n");
        return socket;
    }

    private static String handshake(String... fields) {
        return "GET /ws/echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + lines(fields)
                + "\r\n";
    }

    /** The first frame that a WebSocket gets whose client says nothing. */
    String firstFrame() throws IOException {
        try (Socket socket = webSocket()) {
            return frame(socket);
        }
    }

    /** The next frame, or that none comes. */
    String frame(Socket socket) throws IOException {
        beImpatient(socket);
        try {
            return WebSocketFrames.read(socket);
        } catch (SocketTimeoutException e) {
            return OPEN;
        }
    }

    /** From now on a read waits no longer than what is expected makes sense. */
    void beImpatient(Socket socket) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    /** Whether the server holds a connection that is not read from: an end would not be seen. */
    String held() {
        return ends(() -> server.pool("web").metrics().active() == 0);
    }

    /** Whether something ends in the time that is given to it. */
    String ends(BooleanSupplier over) {
        try {
            await().pollInterval(Duration.ofMillis(10)).atMost(patience).until(over::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            return OPEN;
        }
        return CLOSED;
    }

    /** Asks on a connection that stays, and reads the answer, which is {@code hello}. */
    static void hello(Socket socket) throws IOException {
        send(socket, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        until(socket, "hello");
    }

    /** Reads until a text has come. */
    static String until(Socket socket, String text) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            seen.write(b);
            String all = seen.toString(StandardCharsets.ISO_8859_1);
            if (all.endsWith(text)) {
                return all;
            }
        }
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    /** Everything until the end, or until a reset. */
    static String all(Socket socket) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                seen.write(buffer, 0, count);
            }
        } catch (SocketException e) {
            seen.write(" (reset)".getBytes(StandardCharsets.ISO_8859_1));
        }
        return seen.toString(StandardCharsets.ISO_8859_1);
    }
}
