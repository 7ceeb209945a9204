package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keys of {@code tcp}: frames behind four bytes of length, which come back. */
final class TcpProbes {

    private static final String TCP =
            """
            application: echo
            listeners:
              web: { port: 0, protocols: [tcp] }
            """;

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
                        .by(eye -> answer(eye, "")));
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
