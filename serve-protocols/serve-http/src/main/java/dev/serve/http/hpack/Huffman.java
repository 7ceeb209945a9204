package dev.serve.http.hpack;

import java.util.ArrayList;
import java.util.List;

/**
 * The Huffman code of RFC 7541 appendix B. It is canonical (codes of one length ascend with their
 * octets), so the lengths alone tell it. Decoding takes four bits a step through a table of states;
 * a state is an inner node of the code's tree.
 */
final class Huffman {

    /** Bits of each octet's code, and of EOS, as letters from A for 5. */
    private static final String LENGTHS =
            "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
                    + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
                    + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
                    + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;
    private static final int EOS = 256;

    private static final int[] CODES = new int[EOS + 1];
    private static final byte[] BITS = new byte[EOS + 1];

    /** A step may emit an octet, end in the middle of EOS, or be impossible. */
    private static final int EMITS = 1 << 8;

    private static final int FAILS = 1 << 9;
    private static final int STATE_SHIFT = 16;

    /** For each state and four bits: the next state, flags, and an octet. */
    private static final int[] STEPS;

    /** Whether a string may end in a state: at most seven bits into EOS (section 5.2). */
    private static final boolean[] ENDS;

    static {
        int code = 0;
        for (int bits = SHORTEST; bits <= LONGEST; bits++) {
            for (int octet = 0; octet <= EOS; octet++) {
                if (LENGTHS.charAt(octet) - 'A' + SHORTEST == bits) {
                    CODES[octet] = code++;
                    BITS[octet] = (byte) bits;
                }
            }
            code <<= 1;
        }
        List<int[]> tree = tree();
        STEPS = new int[tree.size() * 16];
        for (int state = 0; state < tree.size(); state++) {
            for (int four = 0; four < 16; four++) {
                STEPS[state * 16 + four] = step(tree, state, four);
            }
        }
        ENDS = new boolean[tree.size()];
        int state = 0;
        for (int ones = 0; ones < 8; ones++) {
            ENDS[state] = true;
            state = tree.get(state)[1];
        }
    }

    private Huffman() {}

    /** Inner nodes; a branch is the number of a node, or the complement of an octet. */
    private static List<int[]> tree() {
        List<int[]> nodes = new ArrayList<>();
        nodes.add(new int[2]);
        for (int octet = 0; octet <= EOS; octet++) {
            int node = 0;
            for (int bit = BITS[octet] - 1; bit > 0; bit--) {
                int branch = CODES[octet] >> bit & 1;
                if (nodes.get(node)[branch] == 0) {
                    nodes.get(node)[branch] = nodes.size();
                    nodes.add(new int[2]);
                }
                node = nodes.get(node)[branch];
            }
            nodes.get(node)[CODES[octet] & 1] = ~octet;
        }
        return nodes;
    }

    private static int step(List<int[]> tree, int from, int four) {
        int state = from;
        int emitted = 0;
        for (int bit = 3; bit >= 0; bit--) {
            state = tree.get(state)[four >> bit & 1];
            if (state < 0) {
                int octet = ~state;
                if (octet == EOS) {
                    return FAILS;
                }
                emitted = EMITS | octet;
                state = 0;
            }
        }
        return state << STATE_SHIFT | emitted;
    }

    /** How many bytes at most a string of so many coded bytes decodes to. */
    static int longestDecoded(int coded) {
        return coded * 8 / SHORTEST;
    }

    /**
     * Decodes a string.
     *
     * @param target has room for {@link #longestDecoded}
     * @return the end of the string in the target
     * @throws HpackException if it holds EOS, or padding that is not the beginning of EOS or is
     *     longer than seven bits
     */
    static int decode(byte[] bytes, int from, int to, byte[] target, int offset)
            throws HpackException {
        int state = 0;
        int at = offset;
        for (int i = from; i < to; i++) {
            int octet = bytes[i] & 0xff;
            for (int four = octet >> 4, half = 0; half < 2; half++, four = octet & 15) {
                int step = STEPS[(state << 4) | four];
                if ((step & FAILS) != 0) {
                    throw new HpackException("a Huffman string holds EOS");
                }
                if ((step & EMITS) != 0) {
                    target[at++] = (byte) step;
                }
                state = step >>> STATE_SHIFT;
            }
        }
        if (!ENDS[state]) {
            throw new HpackException("a Huffman string ends within a code");
        }
        return at;
    }

    /** How many bytes a string takes; characters are octets. */
    static int codedLength(String text) {
        long bits = 0;
        for (int i = 0; i < text.length(); i++) {
            bits += BITS[text.charAt(i) & 0xff];
        }
        return (int) ((bits + 7) >> 3);
    }

    /** Encodes a string; the target has room for its {@link #codedLength}. Returns its end. */
    static int encode(String text, byte[] target, int offset) {
        int at = offset;
        long held = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int octet = text.charAt(i) & 0xff;
            held = (held << BITS[octet]) | CODES[octet];
            count += BITS[octet];
            while (count >= 8) {
                count -= 8;
                target[at++] = (byte) (held >> count);
            }
        }
        if (count > 0) {
            target[at++] = (byte) ((held << (8 - count)) | (0xff >> count));
        }
        return at;
    }
}
