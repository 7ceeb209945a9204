package dev.serve.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 (RFC 3629) that comes in pieces cut anywhere, and sees the first byte that cannot be
 * right as soon as it is there: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
public final class Utf8 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** Continuation bytes that are still to come for the character in hand. */
    private int missing;

    /** The range of the next byte, signed as bytes are. */
    private byte least;

    private byte most;

    /** Between two characters. */
    public Utf8() {}

    /** Takes a piece; false at the first byte that is wrong. */
    public boolean take(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end) {
            if (missing == 0) {
                at = skipAscii(bytes, at, end);
                if (at == end) {
                    return true;
                }
                if (!begin(bytes[at++] & 0xff)) {
                    return false;
                }
            } else {
                byte next = bytes[at++];
                if (next < least || next > most) {
                    return false;
                }
                missing--;
                anyContinuation();
            }
        }
        return true;
    }

    /** Whether the text may end here; and if so, begins anew. */
    public boolean isComplete() {
        return missing == 0;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at <= end - 8 && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += 8;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The first byte of a character beyond ASCII (RFC 3629 section 4). */
    private boolean begin(int first) {
        anyContinuation();
        if (first < 0xC2 || first > 0xF4) {
            return false;
        }
        if (first < 0xE0) {
            missing = 1;
        } else if (first < 0xF0) {
            missing = 2;
            if (first == 0xE0) {
                least = (byte) 0xA0;
            } else if (first == 0xED) {
                most = (byte) 0x9F;
            }
        } else {
            missing = 3;
            if (first == 0xF0) {
                least = (byte) 0x90;
            } else if (first == 0xF4) {
                most = (byte) 0x8F;
            }
        }
        return true;
    }

    private void anyContinuation() {
        least = (byte) 0x80;
        most = (byte) 0xBF;
    }
}
