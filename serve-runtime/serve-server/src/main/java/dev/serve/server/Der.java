package dev.serve.server;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * As much DER (ITU-T X.690) as it takes to look into a private key and to put one into the PKCS #8
 * wrapping that the JDK reads.
 */
final class Der {

    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int CONTEXT_0 = 0xA0;

    /** {@code INTEGER 0}: version 1 of PKCS #8. */
    static final byte[] ZERO = {0x02, 0x01, 0x00};

    /** {@code NULL}. */
    static final byte[] NULL = {0x05, 0x00};

    private Der() {}

    /** An element; its arrays are shared, not copied. */
    static final class Element {
        private final int tag;
        private final byte[] value;
        private final byte[] encoded;

        private Element(int tag, byte[] value, byte[] encoded) {
            this.tag = tag;
            this.value = value;
            this.encoded = encoded;
        }

        /** Its identifier octet. */
        int tag() {
            return tag;
        }

        /** Its contents. */
        byte[] value() {
            return value;
        }

        /** All of it. */
        byte[] encoded() {
            return encoded;
        }
    }

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | octets);
            for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The elements of a {@code SEQUENCE}. */
    static List<Element> children(byte[] sequence) throws KeyMaterialException {
        List<Element> outer = elements(sequence);
        if (outer.size() != 1 || outer.getFirst().tag() != SEQUENCE) {
            throw new KeyMaterialException("a key in DER; what is there is not a SEQUENCE");
        }
        return elements(outer.getFirst().value());
    }

    private static List<Element> elements(byte[] bytes) throws KeyMaterialException {
        List<Element> elements = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int start = at;
            int tag = octet(bytes, at++);
            int length = octet(bytes, at++);
            if (length > 0x84 || length == 0x80) {
                throw cutShort();
            }
            if (length > 0x80) {
                int octets = length - 0x80;
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | octet(bytes, at++);
                }
            }
            if (length < 0 || length > bytes.length - at) {
                throw cutShort();
            }
            byte[] value = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            elements.add(new Element(tag, value, Arrays.copyOfRange(bytes, start, at)));
        }
        return elements;
    }

    private static int octet(byte[] bytes, int at) throws KeyMaterialException {
        if (at >= bytes.length) {
            throw cutShort();
        }
        return bytes[at] & 0xFF;
    }

    private static KeyMaterialException cutShort() {
        return new KeyMaterialException("a key in DER; its lengths do not fit what is there");
    }
}
