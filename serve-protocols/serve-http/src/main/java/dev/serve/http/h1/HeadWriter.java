package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts the head of an answer together, in one array, before any of it is written: a field that
 * would end the head early (response splitting) is found in time.
 */
final class HeadWriter {

    private static final int FIRST = 384;

    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] HTTP11 = ascii("HTTP/1.1 ");
    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] LINE_END = ascii("\r\n");

    private byte[] bytes = new byte[FIRST];
    private int length;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Begins with the status line.
     *
     * @throws IllegalArgumentException if the reason phrase holds a control character
     */
    void status(Status status) {
        length = 0;
        if (status.equals(Status.OK_200)) {
            add(OK);
            return;
        }
        add(HTTP11);
        number(status.code());
        add((byte) ' ');
        text(status.reasonPhrase(), "reason phrase of status " + status.code());
        add(LINE_END);
    }

    /** Begins with nothing: for trailer fields. */
    void clear() {
        length = 0;
    }

    /**
     * Adds a field, one line for each of its values.
     *
     * @throws IllegalArgumentException if its name is no token, or a value holds a control
     *     character
     */
    void field(Header header) {
        byte[] name = header.headerName().nameBytes();
        if (header.valueCount() == 1) {
            field(name, header.get());
        } else {
            for (String value : header.allValues()) {
                field(name, value);
            }
        }
    }

    private void field(byte[] name, String value) {
        room(name.length + 2);
        for (byte octet : name) {
            if (!Octets.isToken(octet)) {
                throw new IllegalArgumentException(
                        "the name of a response header holds a character that is not allowed"
                                + " (expected: a token)");
            }
            bytes[length++] = octet;
        }
        if (name.length == 0) {
            throw new IllegalArgumentException("the name of a response header is empty");
        }
        bytes[length++] = ':';
        bytes[length++] = ' ';
        text(value, "response header");
        add(LINE_END);
    }

    /** Characters beyond ASCII are question marks, as on Helidon. */
    private void text(String text, String what) {
        int count = text.length();
        room(count);
        int to = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException(
                        what + ": the character at " + i + " is a control character");
            }
            bytes[to++] = c < 0x7f ? (byte) c : (byte) '?';
        }
        length = to;
    }

    /** Adds the time of now (RFC 9110 section 6.6.1), which Helidon keeps as bytes. */
    void date() {
        add(DATE);
        add(DateTime.http1Bytes());
    }

    /** Adds the length of the body. */
    void contentLength(long value) {
        add(CONTENT_LENGTH);
        number(value);
        add(LINE_END);
    }

    /** Says that the body comes in chunks. */
    void chunked() {
        add(CHUNKED);
    }

    /** Says that the connection ends, or that it stays in HTTP/1.0. */
    void connection(boolean close) {
        add(close ? CLOSE : KEEP_ALIVE);
    }

    /** Ends the head. */
    void end() {
        add(LINE_END);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void number(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void add(byte octet) {
        room(1);
        bytes[length++] = octet;
    }

    private void add(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
