package dev.serve.http.h2;

import dev.serve.api.spi.Wire;
import java.util.Arrays;

/**
 * Takes frames from the window of a wire as far as they are there, and checks what can be said of
 * each by itself (RFC 9113 sections 4 and 6). Content of DATA goes on as it comes; other frames are
 * waited for, within the largest frame. It never waits itself.
 */
final class FrameReader {

    private enum Part {
        PREFACE,
        HEAD,
        PAYLOAD,
        DATA,
        SKIP
    }

    private final FrameSink sink;
    private final int maxFrame;
    private final BlockBuffer block;
    private Part part = Part.PREFACE;
    private boolean settled;
    private int type;
    private int flags;
    private int stream;
    private int length;

    /** Of the content of DATA, or of what is skipped. */
    private int left;

    private int padding;

    /**
     * A reader at the preface.
     *
     * @param maxBlock how many bytes a header block may have, all its frames together
     */
    FrameReader(FrameSink sink, int maxFrame, int maxBlock) {
        this.sink = sink;
        this.maxFrame = maxFrame;
        this.block = new BlockBuffer(maxBlock);
    }

    /** Whether a frame has begun of which more must come; DATA has deadlines of its own. */
    boolean isWithin(Wire wire) {
        return part == Part.PREFACE || part == Part.PAYLOAD || wire.available() > 0;
    }

    /**
     * Reads a frame, or a part of DATA.
     *
     * @return false when more bytes are needed
     */
    boolean next(Wire wire) throws ConnectionError, StreamError {
        return switch (part) {
            case PREFACE -> preface(wire);
            case HEAD -> head(wire);
            case PAYLOAD -> payload(wire);
            case DATA -> data(wire);
            case SKIP -> skip(wire);
        };
    }

    private boolean preface(Wire wire) throws ConnectionError {
        int compared = Math.min(wire.available(), Frame.PREFACE.length);
        int from = wire.position();
        if (!Arrays.equals(wire.input(), from, from + compared, Frame.PREFACE, 0, compared)) {
            throw ConnectionError.protocol("a connection begins without the preface");
        }
        if (compared < Frame.PREFACE.length) {
            return false;
        }
        wire.consume(compared);
        part = Part.HEAD;
        return true;
    }

    private boolean head(Wire wire) throws ConnectionError, StreamError {
        if (wire.available() < Frame.HEAD) {
            return false;
        }
        byte[] in = wire.input();
        int at = wire.position();
        length = Frame.int24(in, at);
        type = in[at + 3] & 0xff;
        flags = in[at + 4];
        stream = Frame.int31(in, at + 5);
        checkHead();
        if (type == Frame.DATA) {
            return dataHead(wire);
        }
        wire.consume(Frame.HEAD);
        if (type > Frame.CONTINUATION && type != Frame.PRIORITY_UPDATE) {
            sink.unknown();
            left = length;
            part = Part.SKIP;
            return true;
        }
        part = Part.PAYLOAD;
        return payload(wire);
    }

    private void checkHead() throws ConnectionError {
        if (length > maxFrame) {
            throw ConnectionError.frameSize("a frame", length);
        }
        if (!settled) {
            if (type != Frame.SETTINGS || is(Frame.ACK)) {
                throw ConnectionError.protocol("the first frame is no SETTINGS");
            }
            settled = true;
        }
        boolean continues = type == Frame.CONTINUATION;
        if (block.stream() != 0 && !(continues && stream == block.stream())) {
            throw ConnectionError.protocol("a frame within a header block");
        }
        if (continues && block.stream() == 0) {
            throw ConnectionError.protocol("CONTINUATION without a header block");
        }
        switch (type) {
            case Frame.DATA, Frame.HEADERS, Frame.PRIORITY, Frame.RST_STREAM -> {
                if (stream == 0) {
                    throw ConnectionError.protocol("a frame of a stream on none");
                }
            }
            case Frame.SETTINGS, Frame.PING, Frame.GOAWAY, Frame.PRIORITY_UPDATE -> {
                if (stream != 0) {
                    throw ConnectionError.protocol("a frame of the connection on a stream");
                }
            }
            case Frame.PUSH_PROMISE -> throw ConnectionError.protocol("PUSH_PROMISE of a client");
            default -> {
                // Any stream.
            }
        }
    }

    private boolean is(int flag) {
        return (flags & flag) != 0;
    }

    private boolean dataHead(Wire wire) throws ConnectionError, StreamError {
        boolean padded = is(Frame.PADDED);
        if (padded && length == 0) {
            throw ConnectionError.frameSize("padded DATA", length);
        }
        if (padded && wire.available() == Frame.HEAD) {
            return false;
        }
        padding = padded ? wire.input()[wire.position() + Frame.HEAD] & 0xff : 0;
        int extra = padded ? padding + 1 : 0;
        if (extra > length) {
            throw ConnectionError.protocol("DATA with more padding than payload");
        }
        wire.consume(padded ? Frame.HEAD + 1 : Frame.HEAD);
        left = length - extra;
        part = Part.DATA;
        sink.dataBegins(stream, length, extra, is(Frame.END_STREAM));
        return data(wire);
    }

    private boolean data(Wire wire) throws StreamError {
        int count = Math.min(left, wire.available());
        if (count > 0) {
            int from = wire.position();
            left -= count;
            wire.consume(count);
            sink.data(wire.input(), from, from + count);
        }
        if (left > 0) {
            return false;
        }
        left = padding;
        part = Part.SKIP;
        sink.dataEnds();
        return true;
    }

    private boolean skip(Wire wire) {
        int count = Math.min(left, wire.available());
        wire.consume(count);
        left -= count;
        if (left > 0) {
            return false;
        }
        part = Part.HEAD;
        return true;
    }

    private boolean payload(Wire wire) throws ConnectionError, StreamError {
        if (wire.available() < length) {
            return false;
        }
        byte[] in = wire.input();
        int from = wire.position();
        int to = from + length;
        wire.consume(length);
        part = Part.HEAD;
        switch (type) {
            case Frame.HEADERS -> headers(in, from, to);
            case Frame.CONTINUATION -> continuation(in, from, to);
            case Frame.PRIORITY -> priority(in, from);
            case Frame.RST_STREAM -> {
                checkLength("RST_STREAM", 4);
                sink.reset(stream, Frame.int32(in, from));
            }
            case Frame.SETTINGS -> settings(in, from, to);
            case Frame.PING -> {
                checkLength("PING", 8);
                sink.ping(is(Frame.ACK), in, from);
            }
            case Frame.GOAWAY -> {
                if (length < 8) {
                    throw ConnectionError.frameSize("GOAWAY", length);
                }
                sink.goAway(Frame.int32(in, from + 4));
            }
            case Frame.WINDOW_UPDATE -> windowUpdate(in, from);
            default -> priorityUpdate(in, from, to);
        }
        return true;
    }

    private void checkLength(String frame, int expected) throws ConnectionError {
        if (length != expected) {
            throw ConnectionError.frameSize(frame, length);
        }
    }

    private void headers(byte[] in, int begin, int end) throws ConnectionError, StreamError {
        int from = begin;
        int to = end;
        if (is(Frame.PADDED)) {
            if (length == 0) {
                throw ConnectionError.frameSize("padded HEADERS", length);
            }
            to -= in[from++] & 0xff;
        }
        boolean ownParent = false;
        if (is(Frame.HAS_PRIORITY)) {
            if (to - from < 5) {
                throw ConnectionError.frameSize("HEADERS with a priority", length);
            }
            ownParent = Frame.int31(in, from) == stream;
            from += 5;
        }
        if (to < from) {
            throw ConnectionError.protocol("HEADERS with more padding than payload");
        }
        if (ownParent) {
            throw ConnectionError.protocol("a stream depends on itself");
        }
        if (is(Frame.END_HEADERS)) {
            block.check(to - from);
            sink.headers(stream, in, from, to, is(Frame.END_STREAM));
            return;
        }
        block.begin(stream, is(Frame.END_STREAM));
        block.append(in, from, to);
        sink.headersBegin();
    }

    private void continuation(byte[] in, int from, int to) throws ConnectionError, StreamError {
        block.continues(in, from, to);
        if (is(Frame.END_HEADERS)) {
            block.end(sink);
        }
    }

    /** RFC 9113 section 5.3.1 has no meaning for it but its form. */
    private void priority(byte[] in, int from) throws ConnectionError, StreamError {
        if (length != 5) {
            throw new StreamError(stream, ErrorCode.FRAME_SIZE_ERROR, "PRIORITY of " + length);
        }
        if (Frame.int31(in, from) == stream) {
            throw StreamError.malformed(stream, "a stream depends on itself");
        }
        sink.priority();
    }

    private void priorityUpdate(byte[] in, int from, int to) throws ConnectionError {
        if (length < 4) {
            throw ConnectionError.frameSize("PRIORITY_UPDATE", length);
        }
        sink.priorityUpdate(Frame.int31(in, from), in, from + 4, to);
    }

    private void settings(byte[] in, int from, int to) throws ConnectionError {
        if (is(Frame.ACK)) {
            checkLength("acknowledging SETTINGS", 0);
            sink.settingsAcknowledged();
            return;
        }
        if (length % 6 != 0) {
            throw ConnectionError.frameSize("SETTINGS", length);
        }
        for (int at = from; at < to; at += 6) {
            sink.setting(Frame.int16(in, at), Frame.int32(in, at + 2) & 0xffff_ffffL);
        }
        sink.settingsEnd();
    }

    private void windowUpdate(byte[] in, int from) throws ConnectionError, StreamError {
        checkLength("WINDOW_UPDATE", 4);
        int increment = Frame.int31(in, from);
        if (increment > 0) {
            sink.windowUpdate(stream, increment);
        } else if (stream == 0) {
            throw ConnectionError.protocol("WINDOW_UPDATE by 0");
        } else {
            throw StreamError.malformed(stream, "WINDOW_UPDATE by 0");
        }
    }
}
