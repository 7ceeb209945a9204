package dev.serve.http.h2;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.hpack.HpackDecoder;
import dev.serve.http.hpack.HpackEncoder;
import dev.serve.http.hpack.HpackException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that sends any frames, and takes what comes frame by frame. */
final class FrameClient implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final HpackEncoder encoder = new HpackEncoder();
    private final HpackDecoder decoder = new HpackDecoder();
    private boolean acknowledges = true;

    private FrameClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** One frame as it came. */
    @SuppressWarnings("ArrayRecordComponent")
    record Received(int type, int flags, int stream, byte[] payload, Map<String, String> fields) {

        boolean endsStream() {
            return (flags & Frame.END_STREAM) != 0;
        }

        int int32(int at) {
            return Frame.int32(payload, at);
        }

        String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    /** An answer, whole. */
    record Answer(Map<String, String> fields, String body, Map<String, String> trailers) {

        int status() {
            return Integer.parseInt(fields.getOrDefault(":status", "0"));
        }
    }

    /** Connects, and sends nothing. */
    static FrameClient silent(int port) {
        try {
            return new FrameClient(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects, and sends preface and SETTINGS. */
    static FrameClient to(int port, int... settings) {
        FrameClient client = silent(port);
        client.write(Frame.PREFACE);
        return client.settings(settings);
    }

    FrameClient settings(int... idsAndValues) {
        byte[] payload = new byte[idsAndValues.length * 3];
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload[i * 3 + 1] = (byte) idsAndValues[i];
            Frame.putInt32(payload, i * 3 + 2, idsAndValues[i + 1]);
        }
        return frame(Frame.SETTINGS, 0, 0, payload);
    }

    FrameClient write(byte... bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FrameClient frame(int type, int flags, int stream, byte... payload) {
        return write(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte... payload) {
        byte[] bytes = new byte[9 + payload.length];
        bytes[0] = (byte) (payload.length >> 16);
        bytes[1] = (byte) (payload.length >> 8);
        bytes[2] = (byte) payload.length;
        bytes[3] = (byte) type;
        bytes[4] = (byte) flags;
        Frame.putInt32(bytes, 5, stream);
        System.arraycopy(payload, 0, bytes, 9, payload.length);
        return bytes;
    }

    byte[] block(String... namesAndValues) {
        encoder.begin();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            encoder.field(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    /** HEADERS of a request as it should be. */
    byte[] head(String method, String path, String... more) {
        String[] fields = new String[8 + more.length];
        String[] usual = {":method", method, ":scheme", "http", ":path", path, ":authority", "a"};
        System.arraycopy(usual, 0, fields, 0, 8);
        System.arraycopy(more, 0, fields, 8, more.length);
        return block(fields);
    }

    FrameClient get(int stream, String path, String... more) {
        return frame(Frame.HEADERS, 5, stream, head("GET", path, more));
    }

    FrameClient post(int stream, String path, String... more) {
        return frame(Frame.HEADERS, 4, stream, head("POST", path, more));
    }

    /** HEADERS with a list of fields that go into the table of the peer, one after the other. */
    FrameClient list(int stream, int count, int length) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(head("GET", "/hello"));
        for (int i = 0; i < count; i++) {
            block.writeBytes(new byte[] {0x40, 1, (byte) ('a' + i % 26), (byte) length});
            block.writeBytes("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] all = block.toByteArray();
        int first = Math.min(all.length, Frame.SMALLEST_MAX);
        frame(Frame.HEADERS, first == all.length ? 5 : 1, stream, Arrays.copyOf(all, first));
        return first == all.length
                ? this
                : frame(Frame.CONTINUATION, 4, stream, Arrays.copyOfRange(all, first, all.length));
    }

    FrameClient data(int stream, String text, boolean end) {
        return frame(Frame.DATA, end ? 1 : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    FrameClient windowUpdate(int stream, int increment) {
        return int32(Frame.WINDOW_UPDATE, stream, increment);
    }

    FrameClient reset(int stream) {
        return int32(Frame.RST_STREAM, stream, ErrorCode.CANCEL.code());
    }

    private FrameClient int32(int type, int stream, int value) {
        byte[] payload = new byte[4];
        Frame.putInt32(payload, 0, value);
        return frame(type, 0, stream, payload);
    }

    /** The next frame; SETTINGS are acknowledged. Null at the end of the connection. */
    @Nullable Received next() {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            byte[] head = new byte[9];
            head[0] = (byte) first;
            in.readFully(head, 1, 8);
            byte[] payload = new byte[Frame.int24(head, 0)];
            in.readFully(payload);
            int type = head[3] & 0xff;
            Map<String, String> fields = type == Frame.HEADERS ? fields(payload) : Map.of();
            Received frame =
                    new Received(type, head[4] & 0xff, Frame.int31(head, 5), payload, fields);
            if (acknowledges && frame.type() == Frame.SETTINGS && (frame.flags() & 1) == 0) {
                try {
                    this.frame(Frame.SETTINGS, 1, 0);
                } catch (UncheckedIOException e) {
                    // The server has ended; what it said last is still to be read.
                }
            }
            return frame;
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            // A reset, instead of the end.
            return null;
        }
    }

    /** A line of HTTP/1.1, without its end. */
    String line() {
        try {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet >= 0 && octet != 10; octet = in.read()) {
                line.append((char) octet);
            }
            return line.toString().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends nothing more; what comes is still read. */
    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the connection ends before the client's own deadline; what comes is read over. */
    boolean isEnded() {
        acknowledges = false;
        try {
            Received frame = next();
            while (frame != null) {
                frame = next();
            }
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    Received next(int type) {
        for (Received frame = next(); frame != null; frame = next()) {
            if (frame.type() == type) {
                return frame;
            }
        }
        throw new AssertionError("the connection ended before a frame of type " + type);
    }

    /** The code that the connection or a stream ends with. */
    ErrorCode error() {
        for (Received frame = next(); frame != null; frame = next()) {
            if (frame.type() == Frame.GOAWAY) {
                return code(frame.int32(4));
            }
            if (frame.type() == Frame.RST_STREAM) {
                return code(frame.int32(0));
            }
        }
        throw new AssertionError("the connection ended without a word");
    }

    private static ErrorCode code(int number) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.code() == number)
                .findFirst()
                .orElseThrow();
    }

    /** From now on it acknowledges nothing. */
    FrameClient acknowledgingNothing() {
        acknowledges = false;
        return this;
    }

    private Map<String, String> fields(byte[] payload) {
        HeaderBlock block = new HeaderBlock(1 << 20);
        try {
            decoder.decode(payload, 0, payload.length, block);
        } catch (HpackException e) {
            throw new AssertionError(e);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < block.count(); i++) {
            int at = 4 * i;
            int[] spans = block.spans();
            fields.merge(
                    text(block, spans[at], spans[at + 1]),
                    text(block, spans[at + 2], spans[at + 3]),
                    (a, b) -> a + "|" + b);
        }
        return fields;
    }

    private static String text(HeaderBlock block, int from, int to) {
        return new String(block.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Reads the answer on a stream; other streams are read over. */
    Answer answer(int stream) {
        Map<String, String> head = Map.of();
        Map<String, String> trailers = Map.of();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Received frame = next();
            if (frame == null) {
                throw new AssertionError("the connection ended before the answer on " + stream);
            }
            if (frame.type() == Frame.HEADERS) {
                if (frame.stream() == stream) {
                    if (head.isEmpty()) {
                        head = frame.fields();
                    } else {
                        trailers = frame.fields();
                    }
                }
            } else if (frame.type() == Frame.DATA) {
                int length = frame.payload().length;
                if (length > 0) {
                    windowUpdate(0, length);
                }
                if (frame.stream() == stream) {
                    body.writeBytes(frame.payload());
                    if (length > 0 && !frame.endsStream()) {
                        windowUpdate(stream, length);
                    }
                }
            } else if (frame.type() == Frame.GOAWAY
                    || (frame.type() == Frame.RST_STREAM && frame.stream() == stream)) {
                throw new AssertionError(
                        "an answer was expected, and came: type "
                                + frame.type()
                                + " code "
                                + frame.int32(frame.type() == Frame.GOAWAY ? 4 : 0)
                                + " "
                                + frame.text());
            }
            if (frame.stream() == stream
                    && frame.endsStream()
                    && (frame.type() == Frame.DATA || frame.type() == Frame.HEADERS)) {
                return new Answer(head, body.toString(StandardCharsets.ISO_8859_1), trailers);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
