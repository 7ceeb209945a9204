package dev.serve.http.hpack;

import java.util.Arrays;
import java.util.Set;

/**
 * Encodes header blocks (RFC 7541 section 6). What an answer repeats goes into the dynamic table,
 * so that the next one names it with a byte; what differs from answer to answer, or is secret, does
 * not.
 *
 * <p>Names are lower case; a character of a name or value is an octet.
 */
public final class HpackEncoder {

    private static final int FIRST = 512;

    /** Section 7.1.3: never in a table, nor in that of an intermediary. */
    private static final Set<String> SECRET =
            Set.of("set-cookie", "authorization", "proxy-authenticate", "www-authenticate");

    /** Differs from answer to answer. */
    private static final Set<String> CHANGING =
            Set.of(
                    "age",
                    "content-range",
                    "etag",
                    "expires",
                    "last-modified",
                    "location",
                    "retry-after",
                    "x-request-id",
                    "traceparent");

    /** A length of so many digits comes again; a longer one hardly. */
    private static final int REPEATED_DIGITS = 4;

    private final EncodedTable table = new EncodedTable(HpackDecoder.DEFAULT_TABLE_SIZE);
    private byte[] out = new byte[0];
    private int length;

    /** The smallest size the table had since the last block; -1 when it has kept its size. */
    private int smallest = -1;

    /** An encoder with an empty table. */
    public HpackEncoder() {}

    /**
     * The peer's SETTINGS_HEADER_TABLE_SIZE; more than our default is not used. Told to the peer at
     * the beginning of the next block (section 4.2).
     */
    public void tableSize(long setting) {
        int next = (int) Math.min(setting, HpackDecoder.DEFAULT_TABLE_SIZE);
        if (next != table.capacity()) {
            smallest = smallest < 0 ? next : Math.min(smallest, next);
            table.capacity(next);
        }
    }

    /** Begins a block. */
    public void begin() {
        length = 0;
        if (smallest >= 0) {
            if (smallest < table.capacity()) {
                number(0x20, 5, smallest);
            }
            number(0x20, 5, table.capacity());
            smallest = -1;
        }
    }

    /** The block so far; the encoder's own, valid until the next one begins. */
    public byte[] bytes() {
        return out;
    }

    /** How long the block is. */
    public int length() {
        return length;
    }

    /** Gives its buffer away, while nothing is to be encoded. */
    public void rest() {
        out = new byte[0];
        length = 0;
    }

    /** Adds {@code :status}. */
    public void status(int code) {
        int index = StaticTable.indexOfStatus(code);
        if (index > 0) {
            number(0x80, 7, index);
        } else {
            field(":status", Integer.toString(code));
        }
    }

    /** Adds a field. */
    public void field(String name, String value) {
        int known = table.find(name, value);
        if (known >= 0) {
            number(0x80, 7, StaticTable.SIZE + 1 + known);
            return;
        }
        int nameIndex = StaticTable.indexOfName(name);
        if (SECRET.contains(name)) {
            literal(0x10, 4, nameIndex, name, value);
        } else if (isWorthKeeping(name, value)) {
            literal(0x40, 6, nameIndex, name, value);
            table.add(name, value);
        } else {
            literal(0, 4, nameIndex, name, value);
        }
    }

    /** One field must not drive many others out. */
    private boolean isWorthKeeping(String name, String value) {
        return EncodedTable.sizeOf(name, value) <= table.capacity() / 4
                && !CHANGING.contains(name)
                && !(value.length() > REPEATED_DIGITS && name.equals("content-length"));
    }

    private void literal(int pattern, int bits, int nameIndex, String name, String value) {
        number(pattern, bits, nameIndex);
        if (nameIndex == 0) {
            string(name);
        }
        string(value);
    }

    private void string(String text) {
        int coded = Huffman.codedLength(text);
        if (coded < text.length()) {
            number(0x80, 7, coded);
            room(coded);
            length = Huffman.encode(text, out, length);
        } else {
            number(0, 7, text.length());
            room(text.length());
            for (int i = 0; i < text.length(); i++) {
                out[length++] = (byte) text.charAt(i);
            }
        }
    }

    private void number(int pattern, int bits, int value) {
        room(6);
        int most = (1 << bits) - 1;
        if (value < most) {
            out[length++] = (byte) (pattern | value);
            return;
        }
        out[length++] = (byte) (pattern | most);
        int rest = value - most;
        while (rest > 0x7f) {
            out[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[length++] = (byte) rest;
    }

    private void room(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(Math.max(FIRST, 2 * out.length), length + more));
        }
    }
}
