package dev.serve.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Undoes masks, eight bytes at a time (RFC 6455 section 5.3). Stateless. */
public final class Masking {

    static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    static final VarHandle BIG_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Masking() {}

    /**
     * Undoes a mask from one array into another, which may be the same at the same place.
     *
     * @param key the key whose first byte belongs to the first of these bytes, lowest first
     * @return whether all bytes are ASCII
     */
    public static boolean unmask(
            byte[] source, int from, byte[] target, int to, int length, int key) {
        long wide = (key & 0xffff_ffffL) | (long) key << 32;
        long seen = 0;
        int i = 0;
        for (; i <= length - 8; i += 8) {
            long plain = (long) LONGS.get(source, from + i) ^ wide;
            seen |= plain;
            LONGS.set(target, to + i, plain);
        }
        for (int rest = 0; i < length; i++, rest += 8) {
            byte plain = (byte) (source[from + i] ^ (byte) (wide >>> rest));
            seen |= plain;
            target[to + i] = plain;
        }
        return (seen & HIGH_BITS) == 0;
    }

    /** The key for the bytes after {@code taken} of a payload. */
    public static int turn(int key, int taken) {
        return Integer.rotateRight(key, (taken & 3) << 3);
    }
}
