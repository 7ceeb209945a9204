package dev.serve.bench.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request over HTTP/2 on a socket that then stays idle: the least that a client has to say. */
final class H2Socket {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * No settings, then the acknowledgement of those that the server sends with its first frame.
     */
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0};

    private static final int HEADERS = 1;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;

    /** {@code :method GET} and {@code :scheme http} of the static table (RFC 7541 appendix A). */
    private static final byte[] METHOD_AND_SCHEME = {(byte) 0x82, (byte) 0x86};

    /** Names of the static table whose values follow and are not indexed. */
    private static final int PATH = 0x04;

    private static final int AUTHORITY = 0x01;

    private H2Socket() {}

    /**
     * Gets a path as stream 1.
     *
     * @throws IOException if the connection ends before the answer has
     */
    static void get(Socket socket, String path) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] fields =
                new byte[METHOD_AND_SCHEME.length + 4 + path.length() + "localhost".length()];
        System.arraycopy(METHOD_AND_SCHEME, 0, fields, 0, METHOD_AND_SCHEME.length);
        int next = put(fields, METHOD_AND_SCHEME.length, PATH, path);
        put(fields, next, AUTHORITY, "localhost");
        out.write(PREFACE);
        out.write(SETTINGS);
        out.write(
                new byte[] {
                    0, 0, (byte) fields.length, HEADERS, END_STREAM | END_HEADERS, 0, 0, 0, 1
                });
        out.write(fields);
        out.flush();
        readToTheEndOfStreamOne(new DataInputStream(socket.getInputStream()));
    }

    private static int put(byte[] fields, int at, int name, String value) {
        fields[at] = (byte) name;
        fields[at + 1] = (byte) value.length();
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, fields, at + 2, bytes.length);
        return at + 2 + bytes.length;
    }

    private static void readToTheEndOfStreamOne(DataInputStream in) throws IOException {
        boolean over = false;
        while (!over) {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            in.skipNBytes(lengthAndType >>> 8);
            over = stream == 1 && (flags & END_STREAM) != 0;
        }
    }
}
