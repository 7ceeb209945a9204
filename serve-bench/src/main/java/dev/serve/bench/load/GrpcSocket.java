package dev.serve.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One connection of HTTP/2 with calls of one method: the least that a client has to do. It counts
 * the bytes of answers, looks at no header fields, and has windows that never close. Not
 * thread-safe.
 */
final class GrpcSocket implements AutoCloseable {

    private static final int HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int FIRST_WINDOW = 65_535;
    private static final int HALF_A_WINDOW = 1 << 30;

    /** The block of every request but the first: what that has put into the table. */
    private static final byte[] KNOWN = {
        (byte) 0x83, (byte) 0x86, (byte) 0xc2, (byte) 0xc1, (byte) 0xc0, (byte) 0xbf, (byte) 0xbe
    };

    private static final int IN = 256 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final byte[] request;
    private final int answerSize;
    private final byte[] firstBlock;
    private final ByteBuffer in = ByteBuffer.allocate(IN);
    private final ByteBuffer out = ByteBuffer.allocate(IN);

    /** When a call began and what has come for it, by half the number of its stream. */
    private final long[] begun = new long[1 << 12];

    private final int[] came = new int[begun.length];
    private int next = 1;
    private int consumed;

    /** What is left of the content of a frame of DATA that came in part. */
    private int left;

    private int leftOf;
    private boolean leftEnds;

    /** Calls that have not ended. */
    int open;

    /** Calls whose answer was not what was wanted. */
    long failures;

    /** Is told how long a call took that ended well. */
    interface Ended {
        void ended(GrpcSocket socket, long nanos) throws IOException;
    }

    GrpcSocket(int port, GrpcRow row, Selector selector) throws IOException {
        this.request = row.request();
        this.answerSize = row.answerSize();
        this.firstBlock = firstBlock(row.path());
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        out.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        head(6, SETTINGS, 0, 0);
        out.putShort((short) 4).putInt(LARGEST_WINDOW);
        head(4, WINDOW_UPDATE, 0, 0);
        out.putInt(LARGEST_WINDOW - FIRST_WINDOW);
    }

    /** RFC 7541 section 6.2.1: fields that the table keeps, the last one as number 62. */
    private static byte[] firstBlock(String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83);
        block.write(0x86);
        field(block, 0x44, path);
        field(block, 0x41, "localhost");
        field(block, 0x5f, "application/grpc");
        block.write(0x40);
        text(block, "te");
        text(block, "trailers");
        field(block, 0x7a, "bench");
        return block.toByteArray();
    }

    private static void field(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void head(int length, int type, int flags, int stream) {
        out.put((byte) (length >> 16)).putShort((short) length);
        out.put((byte) type).put((byte) flags).putInt(stream);
    }

    /** Begins a call; it leaves with {@link #flush}. */
    void call() {
        byte[] block = next == 1 ? firstBlock : KNOWN;
        head(block.length, HEADERS, END_HEADERS, next);
        out.put(block);
        head(request.length, DATA, END_STREAM, next);
        out.put(request);
        begun[slot(next)] = System.nanoTime();
        came[slot(next)] = 0;
        next += 2;
        open++;
    }

    private int slot(int stream) {
        return stream >> 1 & begun.length - 1;
    }

    /** Sends what has gathered, as much as goes. */
    void flush() throws IOException {
        if (out.position() == 0) {
            return;
        }
        out.flip();
        channel.write(out);
        int wanted =
                out.hasRemaining()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ;
        out.compact();
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /** Reads what is there. */
    void read(Ended ended) throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the connection ended, with " + open + " calls open");
        }
        in.flip();
        while (part(ended)) {
            // Frame after frame.
        }
        in.compact();
        flush();
    }

    /** Takes a frame, or what is there of its content; false when more must come. */
    private boolean part(Ended ended) throws IOException {
        if (left > 0) {
            int count = Math.min(left, in.remaining());
            in.position(in.position() + count);
            content(count);
            if (left == 0 && leftEnds) {
                end(leftOf, ended);
            }
            return left == 0;
        }
        if (in.remaining() < HEAD) {
            return false;
        }
        in.mark();
        int lengthAndType = in.getInt();
        int flags = in.get();
        int stream = in.getInt();
        int length = lengthAndType >>> 8;
        int type = lengthAndType & 0xff;
        if (type == DATA) {
            left = length;
            leftOf = stream;
            leftEnds = (flags & END_STREAM) != 0;
            if (length == 0 && leftEnds) {
                end(stream, ended);
            }
            return true;
        }
        if (in.remaining() < length) {
            in.reset();
            return false;
        }
        int after = in.position() + length;
        other(type, flags, stream, after, ended);
        in.position(after);
        return true;
    }

    private void content(int count) {
        left -= count;
        came[slot(leftOf)] += count;
        consumed += count;
        if (consumed >= HALF_A_WINDOW) {
            head(4, WINDOW_UPDATE, 0, 0);
            out.putInt(consumed);
            consumed = 0;
        }
    }

    private void other(int type, int flags, int stream, int after, Ended ended) throws IOException {
        switch (type) {
            case HEADERS -> {
                if ((flags & END_STREAM) != 0) {
                    end(stream, ended);
                }
            }
            case RST_STREAM -> {
                came[slot(stream)] = -1;
                end(stream, ended);
            }
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    head(0, SETTINGS, ACK, 0);
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    head(8, PING, ACK, 0);
                    out.putLong(in.getLong());
                }
            }
            case GOAWAY -> {
                in.getInt();
                int code = in.getInt();
                byte[] why = new byte[after - in.position()];
                in.get(why);
                throw new IOException(
                        "GOAWAY %d \"%s\", with %d calls open"
                                .formatted(code, new String(why, StandardCharsets.UTF_8), open));
            }
            default -> {}
        }
    }

    private void end(int stream, Ended ended) throws IOException {
        open--;
        if (came[slot(stream)] != answerSize) {
            failures++;
        }
        ended.ended(this, System.nanoTime() - begun[slot(stream)]);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
