package dev.serve.http.message;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/** A request body as a stream; closing it leaves the rest to the engine. */
final class BodyStream extends InputStream {

    /** An announced length is believed so far; more is made room for as it comes. */
    private static final int AT_ONCE = 1 << 20;

    private static final int PART = 8 * 1024;

    private final RequestBody body;

    BodyStream(RequestBody body) {
        this.body = body;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return body.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : body.read(target, offset, length);
    }

    /** A body of announced length is read into the one array that is returned. */
    @Override
    public byte[] readAllBytes() {
        long announced = body.announced();
        if (announced < 0) {
            return growing(new ByteArrayOutputStream(PART));
        }
        byte[] all = new byte[(int) Math.min(announced, AT_ONCE)];
        int length = fill(all);
        if (length < all.length) {
            return Arrays.copyOf(all, length);
        }
        if (announced <= AT_ONCE) {
            return all;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * AT_ONCE);
        bytes.writeBytes(all);
        return growing(bytes);
    }

    private int fill(byte[] all) {
        int length = 0;
        while (length < all.length) {
            int read = body.read(all, length, all.length - length);
            if (read < 0) {
                return length;
            }
            length += read;
        }
        return length;
    }

    private byte[] growing(ByteArrayOutputStream bytes) {
        byte[] part = new byte[PART];
        for (int read = body.read(part, 0, PART); read >= 0; read = body.read(part, 0, PART)) {
            bytes.write(part, 0, read);
        }
        return bytes.toByteArray();
    }

    @Override
    public int available() {
        return body.available();
    }
}
