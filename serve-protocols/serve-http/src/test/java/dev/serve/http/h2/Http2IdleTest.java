package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an idle connection takes of the heap, which the bare channel at its other end is part of.
 * Measured 7.2 KiB with it; a leak of buffers or tables would be more than twice that.
 */
class Http2IdleTest {

    private static final int CONNECTIONS = 500;
    private static final long MOST_BYTES = 9L * 1024;

    @Test
    void anIdleConnectionTakesLittle() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        try (Http2Server server = Http2Server.start();
                FrameClient example = server.connect()) {
            byte[] bytes = conversation(example.head("GET", "/hello"));
            for (int i = 0; i < 50; i++) {
                clients.add(asked(server, bytes));
            }
            long before = Attack.heap();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(asked(server, bytes));
            }
            Attack.heapIsBack(before, CONNECTIONS * MOST_BYTES);
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static byte[] conversation(byte[] head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Frame.PREFACE);
        bytes.writeBytes(FrameClient.bytes(Frame.SETTINGS, 0, 0));
        bytes.writeBytes(FrameClient.bytes(Frame.SETTINGS, Frame.ACK, 0));
        bytes.writeBytes(FrameClient.bytes(Frame.HEADERS, 5, 1, head));
        return bytes.toByteArray();
    }

    private static SocketChannel asked(Http2Server server, byte[] bytes) throws IOException {
        SocketChannel channel =
                SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        channel.write(ByteBuffer.wrap(bytes));
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(512);
        while (text.indexOf("hello") < 0 && channel.read(buffer) > 0) {
            text.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            buffer.clear();
        }
        assertThat(text).contains("hello");
        return channel;
    }
}
