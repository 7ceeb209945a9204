package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that says nothing, on a listener whose limits for HTTP/2 alone are far away. */
class SilentClientTest {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;

    /** Type and flags of the next frame, whose payload is passed over; -1 at the end. */
    private static int[] next(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return new int[] {-1, 0};
        }
        int length = first << 16 | in.readUnsignedShort();
        int[] frame = {in.readUnsignedByte(), in.readUnsignedByte()};
        in.skipNBytes(4L + length);
        return frame;
    }

    private static void send(OutputStream out, int type, int flags) throws IOException {
        out.write(new byte[] {0, 0, 0, (byte) type, (byte) flags, 0, 0, 0, 0});
    }

    @Test
    void isAskedAfterKeepAliveTimeAndLeftAfterPingTimeout() throws IOException {
        Duration far = Duration.ofMinutes(10);
        Duration soon = Duration.ofMillis(100);
        try (GrpcServer server =
                        GrpcServer.listening(
                                listener ->
                                        listener.http2(
                                                        http2 ->
                                                                http2.keepAliveTime(far)
                                                                        .pingTimeout(far))
                                                .pool(pool -> pool.keepAliveTimeout(far))
                                                .grpc(
                                                        grpc ->
                                                                grpc.keepAliveTime(soon)
                                                                        .pingTimeout(soon))
                                                .routing(routes -> routes.grpc(Texts.echo())));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.write(PREFACE);
            send(out, SETTINGS, 0);
            List<Integer> seen = new ArrayList<>();
            for (int[] frame = next(in); frame[0] >= 0; frame = next(in)) {
                if (frame[0] == SETTINGS && frame[1] != ACK) {
                    send(out, SETTINGS, ACK);
                } else if (frame[0] == PING || frame[0] == GOAWAY) {
                    assertThat(frame[1]).isZero();
                    seen.add(frame[0]);
                }
            }
            assertThat(seen).containsExactly(PING, GOAWAY);
        }
    }
}
