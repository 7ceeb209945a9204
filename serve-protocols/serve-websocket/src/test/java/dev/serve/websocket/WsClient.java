package dev.serve.websocket;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sends and shows frames as they are; every wait ends after ten seconds. */
final class WsClient implements AutoCloseable {

    /** Any four bytes do. */
    private static final byte[] MASK = {0x12, (byte) 0xfe, 0x00, 0x5a};

    private final RawClient raw;

    private WsClient(RawClient raw) {
        this.raw = raw.within(Duration.ofSeconds(10));
    }

    /**
     * A frame.
     *
     * @param first its first byte
     * @param payload what it carries
     */
    @SuppressWarnings("ArrayRecordComponent") // of a test, which changes none
    record Frame(int first, byte[] payload) {

        int opcode() {
            return first & 0xf;
        }

        boolean isFinal() {
            return (first & 0x80) != 0;
        }

        boolean isCompressed() {
            return (first & 0x40) != 0;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame; 1005 without one. */
        int code() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }

        @Override
        public String toString() {
            return opcode() == Opcode.CLOSE ? "close " + code() : opcode() + ": " + text();
        }
    }

    /** The answer to an opening handshake on a new connection. */
    static RawAnswer handshake(RawClient raw, String path, String... fields) {
        return raw.within(Duration.ofSeconds(10)).send(request(path, fields)).readAnswerToHead();
    }

    static String request(String path, String... fields) {
        StringBuilder text =
                new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return text.append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
                .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                .append("Sec-WebSocket-Version: 13\r\n\r\n")
                .toString();
    }

    /** A session on a new connection. */
    static WsClient open(int port, String path, String... fields) {
        return open(RawClient.tcp(port), path, fields);
    }

    /** A session on a connection. */
    static WsClient open(RawClient raw, String path, String... fields) {
        RawAnswer answer = handshake(raw, path, fields);
        if (answer.status() != 101) {
            throw new AssertionError("the handshake was answered " + answer);
        }
        return new WsClient(raw);
    }

    RawClient raw() {
        return raw;
    }

    WsClient text(String text) {
        return frame(FrameWriter.FIN | Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    WsClient binary(byte[] bytes) {
        return frame(FrameWriter.FIN | Opcode.BINARY, bytes);
    }

    WsClient ping(String text) {
        return frame(FrameWriter.FIN | Opcode.PING, text.getBytes(StandardCharsets.UTF_8));
    }

    WsClient sendClose(int code) {
        return frame(FrameWriter.FIN | Opcode.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    WsClient frame(int first, byte[] payload) {
        raw.send(masked(first, payload));
        return this;
    }

    static byte[] masked(int first, byte[] payload) {
        byte[] head = new byte[FrameWriter.MOST];
        int size = FrameWriter.head(head, 0, first, payload.length);
        head[1] |= (byte) 0x80;
        ByteArrayOutputStream frame = new ByteArrayOutputStream(size + 4 + payload.length);
        frame.write(head, 0, size);
        frame.writeBytes(MASK);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i & 3];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    /** The next frame, whatever it is. */
    Frame read() {
        byte[] head = raw.readExactly(2);
        int length = head[1] & 0x7f;
        if ((head[1] & 0x80) != 0) {
            throw new AssertionError("the server masks");
        }
        if (length == 126) {
            byte[] more = raw.readExactly(2);
            length = (more[0] & 0xff) << 8 | (more[1] & 0xff);
        } else if (length == 127) {
            byte[] more = raw.readExactly(8);
            length =
                    (more[4] & 0xff) << 24
                            | (more[5] & 0xff) << 16
                            | (more[6] & 0xff) << 8
                            | (more[7] & 0xff);
        }
        return new Frame(head[0] & 0xff, length == 0 ? new byte[0] : raw.readExactly(length));
    }

    @Override
    public void close() {
        raw.close();
    }
}
