package dev.serve.http.hpack;

import java.util.Arrays;

/**
 * Decodes header blocks (RFC 7541 section 6). What a block may cost is bounded: a table never
 * exceeds its capacity, a field that is over the limit of the list is not kept, and a number takes
 * at most five bytes.
 */
public final class HpackDecoder {

    /** SETTINGS_HEADER_TABLE_SIZE of a connection that says nothing about it. */
    public static final int DEFAULT_TABLE_SIZE = 4096;

    /** Section 4.2: the smallest size since the last block, and the one in force. */
    private static final int MOST_RESIZES = 2;

    /** No number of this protocol is larger; more is an attack or an error. */
    private static final int LARGEST = 1 << 28;

    private final DecodedTable table = new DecodedTable(DEFAULT_TABLE_SIZE);
    private byte[] in = new byte[0];
    private int at;
    private int end;

    /** A decoder with an empty table. */
    public HpackDecoder() {}

    /** How many octets its table holds, as RFC 7541 section 4.1 counts. */
    public int tableSize() {
        return table.size();
    }

    /**
     * Decodes a whole block.
     *
     * @throws HpackException if it is malformed; the decoder cannot be used any longer
     */
    public void decode(byte[] bytes, int from, int to, HeaderBlock block) throws HpackException {
        in = bytes;
        at = from;
        end = to;
        boolean fieldsBegun = false;
        int resizes = 0;
        while (at < end) {
            int first = in[at++];
            if (first < 0) {
                block.add(entry(number(first, 7)));
            } else if (first >= 0x40) {
                literal(number(first, 6), block, true);
            } else if (first >= 0x20) {
                if (fieldsBegun) {
                    throw new HpackException("the table changes its size after a field");
                }
                if (++resizes > MOST_RESIZES) {
                    throw new HpackException("the table changes its size too often");
                }
                resize(number(first, 5));
                continue;
            } else {
                literal(number(first, 4), block, false);
            }
            fieldsBegun = true;
        }
        in = new byte[0];
    }

    private void resize(int size) throws HpackException {
        if (size > DEFAULT_TABLE_SIZE) {
            throw new HpackException(
                    "a table of " + size + " (expected: at most " + DEFAULT_TABLE_SIZE + ")");
        }
        table.capacity(size);
    }

    private TableEntry entry(int index) throws HpackException {
        if (index > 0 && index <= StaticTable.SIZE) {
            return StaticTable.entry(index);
        }
        TableEntry entry = index == 0 ? null : table.get(index - StaticTable.SIZE - 1);
        if (entry == null) {
            throw new HpackException("index " + index + " stands for nothing");
        }
        return entry;
    }

    private void literal(int nameIndex, HeaderBlock block, boolean indexed) throws HpackException {
        int from = block.length();
        if (nameIndex == 0) {
            string(block);
        } else {
            TableEntry named = entry(nameIndex);
            block.append(named.bytes(), 0, named.nameLength());
        }
        int nameEnd = block.length();
        string(block);
        if (indexed) {
            byte[] both = Arrays.copyOfRange(block.bytes(), from, block.length());
            table.add(new TableEntry(both, nameEnd - from));
        }
        block.field(from, nameEnd);
    }

    /** Section 5.2. */
    private void string(HeaderBlock block) throws HpackException {
        if (at == end) {
            throw new HpackException("the block ends before a string");
        }
        int first = in[at++];
        int length = number(first, 7);
        if (length > end - at) {
            throw new HpackException("the block ends within a string");
        }
        if (first < 0) {
            block.room(Huffman.longestDecoded(length));
            block.length(Huffman.decode(in, at, at + length, block.bytes(), block.length()));
        } else {
            block.append(in, at, at + length);
        }
        at += length;
    }

    /** Section 5.1: a number of which the first byte has some bits. */
    private int number(int first, int bits) throws HpackException {
        int most = (1 << bits) - 1;
        int value = first & most;
        if (value < most) {
            return value;
        }
        for (int shift = 0; shift < 35; shift += 7) {
            if (at == end) {
                throw new HpackException("the block ends within a number");
            }
            int octet = in[at++];
            long more = (long) (octet & 0x7f) << shift;
            if (value + more > LARGEST) {
                throw new HpackException("a number is too large");
            }
            value += (int) more;
            if (octet >= 0) {
                return value;
            }
        }
        throw new HpackException("a number is too long");
    }
}
