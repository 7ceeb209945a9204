package dev.serve.api.tcp;

import java.util.Arrays;
import java.util.Optional;

/** Frames ended by a delimiter; as lines, a CR before it belongs to it. */
final class Delimited implements FrameCodec {

    private final byte[] delimiter;
    private final boolean lines;

    Delimited(byte[] delimiter, boolean lines) {
        if (delimiter.length == 0) {
            throw new IllegalArgumentException("delimiter: empty (expected: at least one byte)");
        }
        this.delimiter = delimiter;
        this.lines = lines;
    }

    @Override
    public FrameDecoder decoder(long maxFrameSize) {
        return new Decoder(maxFrameSize);
    }

    @Override
    public byte[] encode(byte[] frame) {
        byte[] whole = Arrays.copyOf(frame, frame.length + delimiter.length);
        System.arraycopy(delimiter, 0, whole, frame.length, delimiter.length);
        int found = find(whole, 0, whole.length);
        if (found < frame.length) {
            throw new IllegalArgumentException(
                    "frame with the delimiter at " + found + " (expected: none in it)");
        }
        if (lines && frame.length > 0 && frame[frame.length - 1] == '\r') {
            throw new IllegalArgumentException(
                    "line with CR at its end (expected: none, it would be taken for its end)");
        }
        return whole;
    }

    @Override
    public Optional<byte[]> heartbeat() {
        return Optional.of(delimiter.clone());
    }

    /** Index of the first whole delimiter; -1 if there is none. */
    private int find(byte[] bytes, int from, int to) {
        for (int at = from; at <= to - delimiter.length; at++) {
            if (bytes[at] == delimiter[0]
                    && Arrays.equals(
                            bytes, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at;
            }
        }
        return -1;
    }

    private final class Decoder implements FrameDecoder {

        private final long most;

        /** Bytes of the frame in which no delimiter begins. */
        private int searched;

        Decoder(long most) {
            this.most = most;
        }

        @Override
        public int next(byte[] bytes, int from, int to) throws FrameException {
            int found = find(bytes, from + searched, to);
            int length = found < 0 ? to - from - delimiter.length + 1 : found - from;
            int content = found < 0 ? length - (lines ? 1 : 0) : content(bytes, from, length);
            if (content > most) {
                throw FrameException.tooLarge(found < 0 ? "more" : "" + content, most);
            }
            if (found < 0) {
                searched = Math.max(0, length);
                return 0;
            }
            searched = 0;
            return length + delimiter.length;
        }

        private int content(byte[] bytes, int from, int length) {
            boolean withCr = lines && length > 0 && bytes[from + length - 1] == '\r';
            return withCr ? length - 1 : length;
        }

        @Override
        public byte[] frame(byte[] bytes, int from, int size) {
            int length = size - delimiter.length;
            return Arrays.copyOfRange(bytes, from, from + content(bytes, from, length));
        }
    }
}
