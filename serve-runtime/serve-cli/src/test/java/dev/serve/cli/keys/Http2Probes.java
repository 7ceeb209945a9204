package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;

/** Keys of {@code http2}; RFC 9113. */
final class Http2Probes {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte[] SETTINGS_SEEN = {0, 0, 0, 4, 1, 0, 0, 0, 0};
    private static final int SETTINGS_TYPE = 4;
    private static final int PING_TYPE = 6;

    private Http2Probes() {}

    static List<Probe> all() {
        return List.of(
                listener("http2.max-concurrent-streams")
                        .of("256", "256")
                        .but("7", "7")
                        .by(eye -> setting(eye, 3)),
                listener("http2.initial-window-size")
                        .of("1MiB", "1048576")
                        .but("70000B", "70000")
                        .by(eye -> setting(eye, 4)),
                listener("http2.max-frame-size")
                        .of("17000B", "17000")
                        .but("20000B", "20000")
                        .by(eye -> setting(eye, 5)),
                listener("http2.max-header-list-size")
                        .of("8KiB", "8192")
                        .but("9000B", "9000")
                        .by(eye -> setting(eye, 6)),
                listener("http2.keep-alive-time")
                        .of("1h", OPEN)
                        .but("100ms", "ping")
                        .by(Http2Probes::afterSettings),
                listener("http2.ping-timeout")
                        .with("http2.keep-alive-time=50ms")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(Http2Probes::silent),
                listener("http2.allow-http1")
                        .of("true", "200")
                        .but("false", CLOSED)
                        .by(eye -> Eye.status(eye.get("/hello"))));
    }

    private static Socket connect(Eye eye) throws IOException {
        Socket socket = eye.connect();
        Eye.send(socket, PREFACE);
        socket.getOutputStream().write(SETTINGS);
        socket.getOutputStream().write(SETTINGS_SEEN);
        return socket;
    }

    /** What the server promises; its SETTINGS come first. */
    private static String setting(Eye eye, int id) throws IOException {
        try (Socket socket = connect(eye)) {
            ByteBuffer settings = ByteBuffer.wrap(frame(socket, SETTINGS_TYPE));
            while (settings.remaining() >= 6) {
                int found = settings.getShort();
                int value = settings.getInt();
                if (found == id) {
                    return Integer.toString(value);
                }
            }
            return "none";
        }
    }

    /** What a client gets that says no more. */
    private static String afterSettings(Eye eye) throws IOException {
        try (Socket socket = connect(eye)) {
            frame(socket, SETTINGS_TYPE);
            eye.beImpatient(socket);
            frame(socket, PING_TYPE);
            return "ping";
        } catch (SocketTimeoutException e) {
            return OPEN;
        }
    }

    private static String silent(Eye eye) throws IOException {
        try (Socket socket = connect(eye)) {
            frame(socket, SETTINGS_TYPE);
            return eye.held();
        }
    }

    /** The payload of the next frame of a type. */
    private static byte[] frame(Socket socket, int type) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int found = in.readUnsignedByte();
            in.readUnsignedByte();
            in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            if (found == type) {
                return payload;
            }
        }
    }
}
