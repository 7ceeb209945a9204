package dev.serve.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Just enough HTTP/2 (RFC 9113) to begin with prior knowledge and to ask with GET: header values
 * are written without Huffman coding (RFC 7541 section 6.2.2), answers are taken as frames. The
 * names of pseudo-header fields come from the static table; Helidon refuses them as literals.
 */
final class RawHttp2 implements AutoCloseable {

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;

    private final RawConnection connection;

    private RawHttp2(RawConnection connection) {
        this.connection = connection;
    }

    /** One frame; its payload has a character for each byte. */
    record Frame(int type, int flags, int stream, String payload) {
        boolean endsStream() {
            return (flags & 1) != 0;
        }
    }

    /** Connects and sends preface and empty SETTINGS. */
    static RawHttp2 to(int port) {
        RawHttp2 http2 = new RawHttp2(RawConnection.to(port));
        http2.connection.write(PREFACE);
        return http2.frame(SETTINGS, 0, 0);
    }

    /** Asks with GET; further header fields are name, value, name, value. */
    RawHttp2 get(int stream, String path, String... headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // RFC 7541 appendix A: :method GET
        block.write(0x86); // :scheme http
        block.write(0x01); // :authority
        text(block, "localhost");
        block.write(0x04); // :path
        text(block, path);
        for (int i = 0; i < headers.length; i += 2) {
            literal(block, headers[i], headers[i + 1]);
        }
        return frame(HEADERS, 0x4 | 0x1, stream, block.toByteArray());
    }

    /** Sends a frame. */
    RawHttp2 frame(int type, int flags, int stream, byte... payload) {
        byte[] bytes = new byte[9 + payload.length];
        bytes[0] = (byte) (payload.length >> 16);
        bytes[1] = (byte) (payload.length >> 8);
        bytes[2] = (byte) payload.length;
        bytes[3] = (byte) type;
        bytes[4] = (byte) flags;
        bytes[5] = (byte) (stream >> 24);
        bytes[6] = (byte) (stream >> 16);
        bytes[7] = (byte) (stream >> 8);
        bytes[8] = (byte) stream;
        System.arraycopy(payload, 0, bytes, 9, payload.length);
        connection.write(bytes);
        return this;
    }

    /** Reads the next frame; every SETTINGS of the server is acknowledged. */
    Frame next() {
        byte[] head = connection.read(9);
        if (head.length < 9) {
            throw new AssertionError("the connection ended before another frame");
        }
        int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
        int stream =
                (head[5] & 0x7f) << 24
                        | (head[6] & 0xff) << 16
                        | (head[7] & 0xff) << 8
                        | (head[8] & 0xff);
        Frame frame =
                new Frame(
                        head[3],
                        head[4],
                        stream,
                        new String(connection.read(length), StandardCharsets.ISO_8859_1));
        if (frame.type() == SETTINGS && (frame.flags() & 1) == 0) {
            frame(SETTINGS, 1, 0);
        }
        return frame;
    }

    /** Reads on to a frame of a type. */
    Frame next(int type) {
        while (true) {
            Frame frame = next();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /** Reads the body of the answer on a stream, to its end. */
    String body(int stream) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = next();
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == RST_STREAM) {
                throw new AssertionError("stream " + stream + " was reset after: " + body);
            }
            if (frame.type() == DATA) {
                body.writeBytes(frame.payload().getBytes(StandardCharsets.ISO_8859_1));
            }
            if (frame.endsStream()) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 126) {
            throw new IllegalArgumentException(text + " (expected: at most 126 bytes)");
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    @Override
    public void close() {
        connection.close();
    }
}
