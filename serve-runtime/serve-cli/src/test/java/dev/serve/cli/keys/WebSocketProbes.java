package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;

/** Keys of {@code websocket}. */
final class WebSocketProbes {

    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";

    private WebSocketProbes() {}

    static List<Probe> all() {
        return List.of(
                listener("websocket.ping-interval")
                        .with("websocket.heartbeat-interval=1h")
                        .of("1h", OPEN)
                        .but("100ms", "ping")
                        .by(eye -> eye.firstFrame()),
                listener("websocket.heartbeat-interval")
                        .with("websocket.ping-interval=1h")
                        .of("1h", OPEN)
                        .but("100ms", "ping")
                        .by(eye -> eye.firstFrame()),
                listener("websocket.pong-timeout")
                        .with("websocket.ping-interval=50ms")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(WebSocketProbes::silent),
                listener("websocket.idle-timeout")
                        .of("none", OPEN)
                        .but("100ms", "close")
                        .by(eye -> eye.firstFrame().split(" ", 2)[0]),
                listener("websocket.close-timeout")
                        .with("websocket.idle-timeout=50ms")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(WebSocketProbes::silent),
                listener("websocket.max-message-size")
                        .of("9B", "text ninebytes")
                        .but("8B", "close 1009")
                        .by(eye -> sent(eye, WebSocketFrames.text("ninebytes"))),
                listener("websocket.max-frame-size")
                        .of("126B", "text " + "x".repeat(126))
                        .but("125B", "close 1009")
                        .by(eye -> sent(eye, WebSocketFrames.text("x".repeat(126)))),
                listener("websocket.max-fragments")
                        .of("3", "text abc")
                        .but("2", "close 1008")
                        .by(
                                eye ->
                                        sent(
                                                eye,
                                                WebSocketFrames.frame(1, false, "a"),
                                                WebSocketFrames.frame(0, false, "b"),
                                                WebSocketFrames.frame(0, true, "c"))),
                listener("websocket.control-frame-rate")
                        .of("100/s", "pong a")
                        .but("1/h", "close 1008")
                        .by(
                                eye ->
                                        sent(
                                                eye,
                                                WebSocketFrames.frame(10, true, "unasked"),
                                                WebSocketFrames.frame(9, true, "a"))),
                listener("websocket.max-sessions")
                        .of("2", OPEN)
                        .but("1", "close 1013")
                        .by(WebSocketProbes::oneMore),
                listener("websocket.sub-protocols")
                        .of("", "none")
                        .but("a", "a")
                        .by(
                                eye ->
                                        agreed(
                                                eye,
                                                "sec-websocket-protocol",
                                                "Sec-WebSocket-Protocol: b, a")),
                listener("websocket.compression")
                        .of("true", "permessage-deflate")
                        .but("false", "none")
                        .by(
                                eye ->
                                        agreed(eye, "sec-websocket-extensions", DEFLATE)
                                                .split(";", 2)[0]),
                listener("websocket.compression-threshold")
                        .of("10B", "text ninebytes")
                        .but("9B", "compressed")
                        .by(WebSocketProbes::shortAnswer),
                listener("websocket.compression-memory")
                        .of("64MiB", "remembered")
                        .but("0B", "forgotten")
                        .by(WebSocketProbes::sameAgain),
                listener("websocket.drain-batch")
                        .with("websocket.drain-interval=1h")
                        .of("10000000", "close 1001")
                        .but("1", OPEN)
                        .by(WebSocketProbes::atTheStop),
                listener("websocket.drain-interval")
                        .with("websocket.drain-batch=1")
                        .of("10ms", "close 1001")
                        .but("1h", OPEN)
                        .by(WebSocketProbes::atTheStop),
                listener("websocket.compression-level")
                        .with("websocket.compression-threshold=1B")
                        .of("1", "quick")
                        .but("9", "small")
                        .by(WebSocketProbes::effort),
                listener("websocket.origins")
                        .of("", "403")
                        .but("https://other.example", "101")
                        .by(eye -> Eye.status(eye.upgrade("Origin: https://other.example"))));
    }

    private static String silent(Eye eye) throws IOException {
        try (Socket _ = eye.webSocket()) {
            return eye.held();
        }
    }

    private static String sent(Eye eye, byte[]... frames) throws IOException {
        try (Socket socket = eye.webSocket()) {
            for (byte[] frame : frames) {
                socket.getOutputStream().write(frame);
            }
            return eye.frame(socket);
        }
    }

    private static String oneMore(Eye eye) throws IOException {
        try (Socket first = eye.webSocket();
                Socket second = eye.webSocket()) {
            first.getOutputStream().write(WebSocketFrames.text("first"));
            WebSocketFrames.read(first);
            return eye.frame(second);
        }
    }

    private static String agreed(Eye eye, String field, String offer) throws IOException {
        return HttpProbes.field(eye.upgrade(offer), field);
    }

    private static String shortAnswer(Eye eye) throws IOException {
        try (Socket socket = eye.webSocket(DEFLATE)) {
            socket.getOutputStream().write(WebSocketFrames.text("ninebytes"));
            String answer = eye.frame(socket);
            return answer.startsWith("compressed") ? "compressed" : answer;
        }
    }

    /** What a session is told when the server stops. */
    private static String atTheStop(Eye eye) throws IOException {
        Thread stop = Thread.ofVirtual().unstarted(() -> eye.server().stop());
        try (Socket socket = eye.webSocket()) {
            socket.getOutputStream().write(WebSocketFrames.text("here"));
            WebSocketFrames.read(socket);
            stop.start();
            return eye.frame(socket);
        }
    }

    /** Level 1 finds fewer repetitions than level 9 in a text that has many of nearly one kind. */
    private static String effort(Eye eye) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append("word").append(i * 7919 % 97).append(i % 3 == 0 ? " and " : " or ");
        }
        try (Socket socket = eye.webSocket(DEFLATE)) {
            socket.getOutputStream().write(WebSocketFrames.text(text.toString()));
            int bytes = WebSocketFrames.read(socket).length() - "compressed".length();
            return bytes > (deflated(text, 1) + deflated(text, 9)) / 2 ? "quick" : "small";
        }
    }

    private static int deflated(CharSequence text, int level) {
        try (Deflater deflater = new Deflater(level, true)) {
            deflater.setInput(text.toString().getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            return deflater.deflate(new byte[text.length()]);
        }
    }

    /** Whether the second of two equal messages is told by the first. */
    private static String sameAgain(Eye eye) throws IOException {
        String message = "The quick brown fox jumps over the lazy dog. 0123456789".repeat(6);
        try (Socket socket = eye.webSocket(DEFLATE)) {
            socket.getOutputStream().write(WebSocketFrames.text(message));
            int first = WebSocketFrames.read(socket).length();
            socket.getOutputStream().write(WebSocketFrames.text(message));
            return WebSocketFrames.read(socket).length() < first ? "remembered" : "forgotten";
        }
    }
}
