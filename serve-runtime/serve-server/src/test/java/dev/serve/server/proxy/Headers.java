package dev.serve.server.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes PROXY headers as a proxy does. */
final class Headers {

    private final ByteArrayOutputStream behind = new ByteArrayOutputStream();

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Addresses of TCP over IPv4: 192.168.0.1:56324 to 192.168.0.11:443. */
    static Headers ipv4() {
        return new Headers().bytes(192, 168, 0, 1, 192, 168, 0, 11, 0xDC, 0x04, 0x01, 0xBB);
    }

    /** Addresses of TCP over IPv6: [2001:db8::1]:56324 to [2001:db8::2]:443. */
    static Headers ipv6() {
        Headers headers = new Headers();
        for (int last = 1; last <= 2; last++) {
            headers.bytes(0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last);
        }
        return headers.bytes(0xDC, 0x04, 0x01, 0xBB);
    }

    static Headers nothing() {
        return new Headers();
    }

    Headers bytes(int... values) {
        for (int value : values) {
            behind.write(value);
        }
        return this;
    }

    Headers tlv(int type, byte[] value) {
        bytes(type, value.length >> 8, value.length & 0xFF);
        behind.writeBytes(value);
        return this;
    }

    Headers tlv(int type, String value) {
        return tlv(type, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The header with this version and command, and this family and transport. */
    byte[] version2(int versionAndCommand, int familyAndTransport) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(ProxyV2.SIGNATURE);
        whole.write(versionAndCommand);
        whole.write(familyAndTransport);
        whole.write(behind.size() >> 8);
        whole.write(behind.size());
        whole.writeBytes(behind.toByteArray());
        return whole.toByteArray();
    }

    /** The same with its checksum as the last vector (section 2.2.3). */
    byte[] version2WithChecksum(int versionAndCommand, int familyAndTransport) {
        byte[] whole = tlv(0x03, new byte[4]).version2(versionAndCommand, familyAndTransport);
        CRC32C checksum = new CRC32C();
        checksum.update(whole, 0, whole.length);
        for (int i = 0; i < 4; i++) {
            whole[whole.length - 4 + i] = (byte) (checksum.getValue() >> (24 - 8 * i));
        }
        return whole;
    }

    byte[] behind() {
        return behind.toByteArray();
    }
}
