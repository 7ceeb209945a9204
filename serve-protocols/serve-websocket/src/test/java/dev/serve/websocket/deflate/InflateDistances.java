package dev.serve.websocket.deflate;

import java.util.Arrays;

/**
 * Reads the blocks of messages (RFC 1951) and tells the farthest distance that any of them refers
 * back. Slow and plain: it is what compressors are checked against.
 */
final class InflateDistances {

    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private final byte[] bytes;
    private int bit;
    private int farthest;

    private InflateDistances(byte[] bytes) {
        this.bytes = bytes;
    }

    static int farthest(byte[]... messages) {
        int farthest = 0;
        for (byte[] message : messages) {
            byte[] whole = Arrays.copyOf(message, message.length + 4);
            whole[message.length + 2] = (byte) 0xff;
            whole[message.length + 3] = (byte) 0xff;
            InflateDistances reader = new InflateDistances(whole);
            reader.readAll();
            farthest = Math.max(farthest, reader.farthest);
        }
        return farthest;
    }

    private void readAll() {
        while (bit + 10 <= bytes.length * 8) {
            bits(1);
            switch (bits(2)) {
                case 0 -> {
                    bit = (bit + 7) / 8 * 8;
                    int length = bits(16);
                    bits(16);
                    bit += length * 8;
                }
                case 1 -> codes(fixedLengths(), fixedDistances());
                case 2 -> dynamic();
                default -> throw new IllegalStateException("a reserved block");
            }
        }
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (bytes[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private static int[] fixedLengths() {
        int[] lengths = new int[288];
        for (int i = 0; i < 288; i++) {
            lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        }
        return lengths;
    }

    private static int[] fixedDistances() {
        int[] lengths = new int[30];
        Arrays.fill(lengths, 5);
        return lengths;
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int[] meta = new int[19];
        int count = bits(4) + 4;
        for (int i = 0; i < count; i++) {
            meta[ORDER[i]] = bits(3);
        }
        int[] lengths = new int[literals + distances];
        int filled = 0;
        while (filled < lengths.length) {
            int symbol = symbol(meta);
            if (symbol < 16) {
                lengths[filled++] = symbol;
            } else {
                int value = symbol == 16 ? lengths[filled - 1] : 0;
                int repeat = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
                Arrays.fill(lengths, filled, filled + repeat, value);
                filled += repeat;
            }
        }
        codes(
                Arrays.copyOf(lengths, literals),
                Arrays.copyOfRange(lengths, literals, lengths.length));
    }

    private void codes(int[] literals, int[] distances) {
        for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
            if (symbol > 256) {
                bits(LENGTH_BITS[symbol - 257]);
                int code = symbol(distances);
                int extra = Math.max(0, code / 2 - 1);
                int base = code < 4 ? code + 1 : ((2 + (code & 1)) << extra) + 1;
                farthest = Math.max(farthest, base + bits(extra));
            }
        }
    }

    /** Section 3.2.2, length by length. */
    private int symbol(int[] lengths) {
        int code = 0;
        int first = 0;
        for (int length = 1; length <= 15; length++) {
            code = code << 1 | bits(1);
            first <<= 1;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    if (code == first) {
                        return symbol;
                    }
                    first++;
                }
            }
        }
        throw new IllegalStateException("no such code");
    }
}
