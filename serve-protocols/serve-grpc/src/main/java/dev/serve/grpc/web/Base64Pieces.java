package dev.serve.grpc.web;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 (RFC 4648 section 4) that comes in pieces of any length, and in which padding may stand
 * where a part ends, not only at the end of all. Not thread-safe.
 */
final class Base64Pieces {

    private static final int QUAD = 4;

    private byte[] rest = {};

    /**
     * Decodes as much as is whole.
     *
     * @throws IllegalArgumentException if it is no Base64
     */
    byte[] decode(byte[] text, int length) {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(text, 0, all, rest.length, length);
        int whole = all.length / QUAD * QUAD;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(whole);
        int start = 0;
        for (int at = QUAD; at <= whole; at += QUAD) {
            if (all[at - 1] == '=' || at == whole) {
                bytes.writeBytes(Base64.getDecoder().decode(Arrays.copyOfRange(all, start, at)));
                start = at;
            }
        }
        rest = Arrays.copyOfRange(all, whole, all.length);
        return bytes.toByteArray();
    }

    /**
     * Decodes what is left, whose padding may be missing.
     *
     * @throws IllegalArgumentException if it is no Base64
     */
    byte[] end() {
        byte[] last = rest;
        rest = new byte[0];
        return Base64.getDecoder().decode(last);
    }
}
