package dev.serve.websocket;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.hpack.HpackDecoder;
import dev.serve.http.hpack.HpackEncoder;
import dev.serve.http.hpack.HpackException;
import dev.serve.testing.RawClient;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A connection of HTTP/2 whose streams become sessions (RFC 8441); every wait ends. */
final class Http2Client implements AutoCloseable {

    static final int RST_STREAM = 3;
    static final int GOAWAY = 7;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM = 1;
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RawClient raw;
    private final HpackEncoder encoder = new HpackEncoder();
    private final HpackDecoder decoder = new HpackDecoder();
    private final Map<Integer, Stream> streams = new HashMap<>();

    /** For frames of the connection. */
    private final Stream unknown = new Stream(0);

    private boolean offersConnect;
    private int goaway = -1;
    private int next = 1;

    private Http2Client(RawClient raw) {
        this.raw = raw.within(Duration.ofSeconds(10));
    }

    /** Connects, and takes the server's SETTINGS. */
    static Http2Client to(RawClient raw, int... settings) {
        Http2Client client = new Http2Client(raw);
        raw.send(PREFACE);
        byte[] payload = new byte[settings.length * 3];
        ByteBuffer target = ByteBuffer.wrap(payload);
        for (int i = 0; i < settings.length; i += 2) {
            target.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        client.frame(SETTINGS, 0, 0, payload);
        while (client.read() != SETTINGS) {
            // It comes first, or behind an acknowledgement.
        }
        return client;
    }

    /** Whether clients may ask for other protocols. */
    boolean offersConnect() {
        return offersConnect;
    }

    /** The last stream that the server's GOAWAY names; -1 before one. */
    int goaway() {
        return goaway;
    }

    private void frame(int type, int flags, int stream, byte... payload) {
        raw.send(
                ByteBuffer.allocate(9 + payload.length)
                        .putInt(payload.length << 8 | type)
                        .put((byte) flags)
                        .putInt(stream)
                        .put(payload)
                        .array());
    }

    /** Asks for a session on a new stream; further fields are name, value, name, value. */
    Stream ask(String path, String... fields) {
        Stream stream = new Stream(next);
        next += 2;
        streams.put(stream.id, stream);
        String[] usual = {
            ":method", "CONNECT",
            ":protocol", "websocket",
            ":scheme", "http",
            ":path", path,
            ":authority", "localhost",
            "sec-websocket-version", "13"
        };
        encoder.begin();
        for (String[] some : new String[][] {usual, fields}) {
            for (int i = 0; i < some.length; i += 2) {
                encoder.field(some[i], some[i + 1]);
            }
        }
        frame(HEADERS, END_HEADERS, stream.id, Arrays.copyOf(encoder.bytes(), encoder.length()));
        return stream;
    }

    /** A session on a new stream. */
    Stream open(String path, String... fields) {
        Stream stream = ask(path, fields);
        if (stream.status() != 200) {
            throw new AssertionError("the handshake was answered " + stream.fields);
        }
        return stream;
    }

    /** Lets the server send so much more on the connection. */
    void openWindow(int bytes) {
        frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    /** Takes one frame of the connection, and returns its type. */
    int read() {
        ByteBuffer head = ByteBuffer.wrap(raw.readExactly(9));
        int first = head.getInt();
        int flags = head.get();
        int id = head.getInt();
        byte[] payload = first >>> 8 == 0 ? new byte[0] : raw.readExactly(first >>> 8);
        int type = first & 0xff;
        Stream stream = streams.getOrDefault(id, unknown);
        switch (type) {
            case SETTINGS -> settings(flags, ByteBuffer.wrap(payload));
            case GOAWAY -> goaway = ByteBuffer.wrap(payload).getInt();
            case HEADERS -> {
                stream.fields.putAll(fields(payload));
                stream.ended |= (flags & END_STREAM) != 0;
            }
            case DATA -> {
                stream.bytes.writeBytes(payload);
                stream.frames++;
                stream.ended |= (flags & END_STREAM) != 0;
            }
            case RST_STREAM -> stream.reset = ByteBuffer.wrap(payload).getInt();
            default -> {
                // Windows that are large enough, and pings.
            }
        }
        return type;
    }

    private void settings(int flags, ByteBuffer payload) {
        if ((flags & 1) == 0) {
            while (payload.hasRemaining()) {
                int id = payload.getShort();
                int value = payload.getInt();
                offersConnect |= id == ENABLE_CONNECT_PROTOCOL && value == 1;
            }
            frame(SETTINGS, 1, 0);
        }
    }

    private Map<String, String> fields(byte[] payload) {
        HeaderBlock block = new HeaderBlock(1 << 16);
        try {
            decoder.decode(payload, 0, payload.length, block);
        } catch (HpackException e) {
            throw new AssertionError(e);
        }
        Map<String, String> fields = new HashMap<>();
        int[] spans = block.spans();
        for (int at = 0; at < 4 * block.count(); at += 4) {
            fields.put(
                    text(block, spans[at], spans[at + 1]),
                    text(block, spans[at + 2], spans[at + 3]));
        }
        return fields;
    }

    private static String text(HeaderBlock block, int from, int to) {
        return new String(block.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        raw.close();
    }

    /** One stream, and the frames of its session. */
    final class Stream {
        private final int id;
        private final Map<String, String> fields = new HashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int taken;
        private int frames;
        private int reset = -1;
        private boolean ended;

        private Stream(int id) {
            this.id = id;
        }

        int id() {
            return id;
        }

        /** Of the answer. */
        int status() {
            return Integer.parseInt(field(":status"));
        }

        String field(String name) {
            while (fields.isEmpty()) {
                Http2Client.this.read();
            }
            return fields.getOrDefault(name, "");
        }

        Stream text(String text) {
            return send(FrameWriter.FIN | Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        Stream sendClose(int code) {
            return send(
                    FrameWriter.FIN | Opcode.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        }

        Stream send(int first, byte[] payload) {
            return data(WsClient.masked(first, payload));
        }

        /** Bytes of the session in one frame of DATA. */
        Stream data(byte[] masked) {
            frame(DATA, 0, id, masked);
            return this;
        }

        void end() {
            frame(DATA, END_STREAM, id);
        }

        void reset() {
            frame(RST_STREAM, 0, id, ByteBuffer.allocate(4).putInt(8).array());
        }

        /** Lets the server send so much more on this stream. */
        void openWindow(int bytes) {
            frame(WINDOW_UPDATE, 0, id, ByteBuffer.allocate(4).putInt(bytes).array());
        }

        /** How many frames of DATA have come. */
        int frames() {
            return frames;
        }

        /** Waits for the end of the stream, and returns whether it was in order. */
        boolean awaitEnd() {
            while (!ended && reset < 0) {
                Http2Client.this.read();
            }
            return ended;
        }

        /** The next frame of the session. */
        WsClient.Frame read() {
            byte[] head = take(2);
            int length = head[1] & 0x7f;
            if (length == 126) {
                length = ByteBuffer.wrap(take(2)).getShort() & 0xffff;
            } else if (length == 127) {
                length = (int) ByteBuffer.wrap(take(8)).getLong();
            }
            return new WsClient.Frame(head[0] & 0xff, take(length));
        }

        private byte[] take(int count) {
            while (bytes.size() < taken + count) {
                if (ended || reset >= 0) {
                    throw new AssertionError("the stream ended, with reset " + reset);
                }
                Http2Client.this.read();
            }
            taken += count;
            return Arrays.copyOfRange(bytes.toByteArray(), taken - count, taken);
        }
    }
}
