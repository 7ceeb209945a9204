package dev.serve.cli.keys;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of RFC 6455, as plain as they can be. */
final class WebSocketFrames {

    private static final int COMPRESSED = 0x40;

    private WebSocketFrames() {}

    static byte[] text(String text) {
        return frame(1, true, text);
    }

    /** A frame of a client; its mask is zero, which leaves the payload as it is. */
    static byte[] frame(int opcode, boolean last, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + bytes.length);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (bytes.length < 126) {
            frame.put((byte) (0x80 | bytes.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) bytes.length);
        }
        frame.putInt(0).put(bytes);
        byte[] written = new byte[frame.flip().remaining()];
        frame.get(written);
        return written;
    }

    /** The next frame in words: {@code text hello}, {@code close 1009}, {@code ping}. */
    static String read(Socket socket) throws IOException {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int head = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7f;
            byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
            in.readFully(payload);
            String text = new String(payload, StandardCharsets.ISO_8859_1);
            return switch (head & 0x0f) {
                case 8 ->
                        "close"
                                + (payload.length < 2
                                        ? ""
                                        : " " + (ByteBuffer.wrap(payload).getShort() & 0xffff));
                case 9 -> "ping";
                case 10 -> "pong " + text;
                default -> (head & COMPRESSED) != 0 ? "compressed" + text : "text " + text;
            };
        } catch (EOFException e) {
            return Eye.CLOSED;
        }
    }
}
