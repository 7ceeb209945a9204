package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Keys of {@code tcp}: frames behind four bytes of length, which come back. */
final class TcpProbes {

    private static final String TCP =
            """
            application: echo
            listeners:
              web: { port: 0, protocols: [tcp] }
            """;

    private static final int FRAME = 64 << 10;

    /** The kernel takes some megabytes on each side. */
    private static final int ALL = 32 << 20;

    private static final Duration ENOUGH = Duration.ofSeconds(2);

    private TcpProbes() {}

    static List<Probe> all() {
        return List.of(
                listener("tcp.max-frame-size")
                        .in(TCP)
                        .of("9B", "ninebytes")
                        .but("8B", "refused")
                        .by(eye -> answer(eye, "\0\0\0\tninebytes")),
                listener("tcp.idle-timeout")
                        .in(TCP)
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(eye -> answer(eye, "")),
                listener("tcp.heartbeat")
                        .in(TCP)
                        .of("none", OPEN)
                        .but("100ms", "empty")
                        .by(eye -> answer(eye, "")),
                queue("tcp.overflow")
                        .with("tcp.queue-frames=1", "tcp.block-timeout=1h")
                        .of("block", OPEN)
                        .but("disconnect", CLOSED)
                        .by(TcpProbes::unread),
                queue("tcp.block-timeout")
                        .with("tcp.queue-frames=1", "tcp.overflow=block")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(TcpProbes::unread),
                queue("tcp.queue-frames")
                        .with("tcp.queue-size=1GiB", "tcp.overflow=disconnect")
                        .of("100000", OPEN)
                        .but("2", CLOSED)
                        .by(TcpProbes::unread),
                queue("tcp.queue-size")
                        .with("tcp.queue-frames=100000", "tcp.overflow=disconnect")
                        .of("1GiB", OPEN)
                        .but("1MiB", CLOSED)
                        .by(TcpProbes::unread));
    }

    private static Probe.Draft queue(String key) {
        return listener(key).in(TCP);
    }

    /**
     * What becomes of a peer that sends more than any buffer holds, and reads none of what comes
     * back.
     */
    private static String unread(Eye eye) throws Exception {
        try (Socket socket = eye.connect("127.0.0.1", 4096)) {
            Thread sender = Thread.ofVirtual().start(() -> send(socket));
            // With nothing to wait for, it has all been sent by then; where senders wait, never.
            sender.join(ENOUGH);
            return eye.held();
        }
    }

    private static void send(Socket socket) {
        byte[] frame = new byte[4 + FRAME];
        ByteBuffer.wrap(frame).putInt(FRAME);
        try {
            for (int sent = 0; sent < ALL; sent += FRAME) {
                socket.getOutputStream().write(frame);
            }
        } catch (IOException e) {
            // cut off, which the test sees elsewhere
        }
    }

    private static String answer(Eye eye, String bytes) throws IOException {
        try (Socket socket = eye.connect()) {
            Eye.send(socket, bytes);
            eye.beImpatient(socket);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] payload = new byte[in.readInt()];
            in.readFully(payload);
            String text = new String(payload, StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? "empty" : text.equals("ninebytes") ? text : "refused";
        } catch (SocketTimeoutException e) {
            return OPEN;
        } catch (EOFException e) {
            return CLOSED;
        }
    }
}
