package dev.serve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a listener is there, as a client on this machine finds it: it accepts a connection and,
 * where plain HTTP/1.1 is spoken, answers a request.
 *
 * @param name of the listener
 * @param took until it was known
 * @param failure why it is not there; null if it is
 */
record Knock(String name, Duration took, @Nullable String failure) {

    private static final int PATIENCE_MILLIS = 3_000;
    private static final String ANSWER = "HTTP/1.1 ";

    /** Any server answers it, whatever its routes (RFC 9110 section 9.3.7). */
    private static final byte[] REQUEST =
            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    static Knock at(RunState.Listening listener) {
        long begun = System.nanoTime();
        String failure = null;
        try {
            if (listener.socket().isEmpty()) {
                tcp(listener);
            } else {
                unix(listener);
            }
        } catch (IOException e) {
            String message = e.getMessage();
            failure = message == null ? e.getClass().getSimpleName() : message;
        }
        return new Knock(listener.name(), Duration.ofNanos(System.nanoTime() - begun), failure);
    }

    boolean isThere() {
        return failure == null;
    }

    private static void tcp(RunState.Listening listener) throws IOException {
        URI url = URI.create(listener.url());
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, url.getPort()), PATIENCE_MILLIS);
            if (listener.asked()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write(REQUEST);
                InputStream in = socket.getInputStream();
                expect(new String(in.readNBytes(ANSWER.length()), StandardCharsets.US_ASCII));
            }
        }
    }

    private static void unix(RunState.Listening listener) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(listener.socket()));
            if (listener.asked()) {
                channel.write(ByteBuffer.wrap(REQUEST));
                ByteBuffer answer = ByteBuffer.allocate(ANSWER.length());
                int count = 0;
                while (answer.hasRemaining() && count >= 0) {
                    count = channel.read(answer);
                }
                expect(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII));
            }
        }
    }

    private static void expect(String answer) throws IOException {
        if (!answer.equals(ANSWER)) {
            throw new IOException(
                    answer.isEmpty() ? "closed without an answer" : "not HTTP: " + answer);
        }
    }
}
