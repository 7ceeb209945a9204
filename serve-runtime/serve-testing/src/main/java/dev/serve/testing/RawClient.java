package dev.serve.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends and reads bytes as they are, over TCP, Unix sockets and TLS on either: for requests that no
 * proper client would send, and for what is on the wire. Text is ISO-8859-1, so that characters are
 * bytes.
 *
 * <p>Each call has a deadline, by default five seconds. What does not come in time, or never will
 * because the peer has closed, is an {@link AssertionError} that shows what came instead; a reset
 * is an {@link UncheckedIOException}. Not thread-safe.
 */
public final class RawClient implements AutoCloseable {

    /** How a peer ended a connection. */
    public enum End {
        /** In order: FIN, or TLS close_notify. */
        CLOSED,
        /** Cut off: RST, or over TLS an end without close_notify. */
        RESET
    }

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ChannelPipe socket;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    private final Received received = new Received();
    private Pipe pipe;
    private @Nullable SSLEngine engine;
    private Duration limit = LIMIT;

    private RawClient(ChannelPipe socket) {
        this.socket = socket;
        this.pipe = socket;
    }

    /** Connects to a port on the loopback address. */
    public static RawClient tcp(int port) {
        return tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Connects to an address. */
    public static RawClient tcp(InetSocketAddress address) {
        return connect(StandardProtocolFamily.INET, address);
    }

    /** Connects to a Unix socket. */
    public static RawClient unix(Path path) {
        return connect(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
    }

    private static RawClient connect(StandardProtocolFamily family, SocketAddress address) {
        try {
            boolean tcp = address instanceof InetSocketAddress;
            SocketChannel channel = tcp ? SocketChannel.open() : SocketChannel.open(family);
            try {
                if (tcp) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                channel.connect(address);
                return new RawClient(new ChannelPipe(channel));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + address, e);
        }
    }

    /**
     * Shakes TLS hands as {@code localhost}, over what is connected.
     *
     * @param applicationProtocols offered by ALPN, in order of preference; none for no ALPN
     * @throws UncheckedIOException if the handshake fails, and the socket is then closed; over TLS
     *     1.3 a refused client certificate shows with the first read only
     */
    public RawClient tls(SSLContext context, String... applicationProtocols) {
        SSLEngine fresh = context.createSSLEngine("localhost", 443);
        fresh.setUseClientMode(true);
        SSLParameters parameters = fresh.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(applicationProtocols);
        fresh.setSSLParameters(parameters);
        return tls(fresh);
    }

    /** As above, by an engine of the test's own making. */
    public RawClient tls(SSLEngine engine) {
        TlsPipe tls = new TlsPipe(engine, pipe);
        try {
            tls.handshake(Deadline.in(limit));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("no TLS handshake", e);
        }
        this.engine = engine;
        this.pipe = tls;
        return this;
    }

    /** How long each later call may take; default five seconds. */
    public RawClient within(Duration limit) {
        this.limit = limit;
        return this;
    }

    /** The TLS engine, for what was negotiated. */
    public SSLEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("no TLS on this connection (expected: tls() before)");
        }
        return engine;
    }

    /** Sends text as ISO-8859-1, line ends as they are. */
    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public RawClient send(byte[] bytes) {
        try {
            pipe.write(ByteBuffer.wrap(bytes), Deadline.in(limit));
            return this;
        } catch (SocketTimeoutException e) {
            throw new AssertionError(
                    "the peer did not take " + bytes.length + " bytes within " + limit, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send", e);
        }
    }

    /** Sends a GET on HTTP/1.1 and reads the answer. */
    public RawAnswer get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").readAnswer();
    }

    /** Reads up to and with {@code end}. */
    public String readUntil(String end) {
        Deadline deadline = Deadline.in(limit);
        int at = received.indexOf(end);
        while (at < 0) {
            more(deadline, "\"" + end + "\"");
            at = received.indexOf(end);
        }
        return received.take(at + end.length());
    }

    /** Reads just that many bytes. */
    public byte[] readExactly(int length) {
        Deadline deadline = Deadline.in(limit);
        while (received.size() < length) {
            more(deadline, length + " bytes");
        }
        return received.take(length).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads until the peer closes its side in order. */
    public String readToEnd() {
        Deadline deadline = Deadline.in(limit);
        while (true) {
            if (!receive(deadline, "the end")) {
                return received.take(received.size());
            }
        }
    }

    /**
     * Reads one HTTP/1.1 response: head, then a body by Content-Length, by chunks or up to the end
     * of the connection; none with a status of 1xx, 204 or 304.
     */
    public RawAnswer readAnswer() {
        return RawAnswers.read(this, false);
    }

    /** Reads one HTTP/1.1 response to a HEAD request: whatever it says, it has no body. */
    public RawAnswer readAnswerToHead() {
        return RawAnswers.read(this, true);
    }

    /** Waits for the peer to end the connection; what still comes is dropped. */
    public End awaitEnd() {
        Deadline deadline = Deadline.in(limit);
        try {
            while (receive(deadline, "the end")) {
                received.take(received.size());
            }
            return End.CLOSED;
        } catch (UncheckedIOException e) {
            return End.RESET;
        }
    }

    /** Whether nothing comes, not even an end, for that long. */
    public boolean staysSilent(Duration time) {
        if (received.size() > 0) {
            return false;
        }
        try {
            int read = pipe.read(buffer.clear(), Deadline.in(time));
            received.add(buffer.flip());
            return read == 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends our side in order; the peer's stays open. */
    public RawClient shutdownOutput() {
        try {
            pipe.shutdownOutput(Deadline.in(limit));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the output", e);
        }
    }

    /** Cuts the connection off with RST instead of FIN; TCP only. */
    public void reset() {
        try {
            socket.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reset", e);
        }
    }

    /** Closes the socket, without TLS's close_notify. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close", e);
        }
    }

    private void more(Deadline deadline, String wanted) {
        if (!receive(deadline, wanted)) {
            throw new AssertionError("the peer closed before " + wanted + "; " + received);
        }
    }

    /** Receives something; false at the peer's end. */
    private boolean receive(Deadline deadline, String wanted) {
        try {
            int read = pipe.read(buffer.clear(), deadline);
            received.add(buffer.flip());
            return read >= 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no " + wanted + " within " + limit + "; " + received, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + wanted + "; " + received, e);
        }
    }

    /** What came and was not yet asked for. */
    private static final class Received {

        private static final int SHOWN = 500;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private void add(ByteBuffer from) {
            byte[] more = new byte[from.remaining()];
            from.get(more);
            bytes.writeBytes(more);
        }

        private int size() {
            return bytes.size();
        }

        private int indexOf(String text) {
            return bytes.toString(StandardCharsets.ISO_8859_1).indexOf(text);
        }

        private String take(int length) {
            byte[] all = bytes.toByteArray();
            bytes.reset();
            bytes.write(all, length, all.length - length);
            return new String(all, 0, length, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            String text = bytes.toString(StandardCharsets.ISO_8859_1);
            return "received were "
                    + text.length()
                    + " bytes: \""
                    + text.substring(0, Math.min(SHOWN, text.length()))
                    + (text.length() > SHOWN ? "…\"" : "\"");
        }
    }
}
