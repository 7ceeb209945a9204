package dev.serve.server.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/** The other end of a wire under test, in blocking calls; one thread may read and one write. */
interface Peer extends AutoCloseable {

    /** At least one byte; -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException;

    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Ends our direction; the other goes on. */
    void endOutput() throws IOException;

    @Override
    void close() throws IOException;

    default void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    default byte[] readExactly(int count) throws IOException {
        byte[] bytes = new byte[count];
        int at = 0;
        while (at < count) {
            int read = read(bytes, at, count - at);
            if (read < 0) {
                throw new IOException("the end after " + at + " of " + count + " bytes");
            }
            at += read;
        }
        return bytes;
    }

    default byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        for (int read = read(part, 0, part.length); read >= 0; read = read(part, 0, part.length)) {
            all.write(part, 0, read);
        }
        return all.toByteArray();
    }

    /** A plain socket. */
    record OfChannel(SocketChannel channel) implements Peer {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(target, offset, length));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public void endOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** The JDK's own TLS client. */
    record OfTlsSocket(SSLSocket socket) implements Peer {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return socket.getInputStream().read(target, offset, length);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            socket.getOutputStream().write(bytes, offset, length);
        }

        @Override
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** TLS over a Unix socket, for which the JDK has no client: a wire in client mode. */
    record OfWire(TlsWire wire) implements Peer {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return wire.read(target, offset, length);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            wire.send(bytes, offset, length);
        }

        @Override
        public void endOutput() throws IOException {
            wire.closeOutput();
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
