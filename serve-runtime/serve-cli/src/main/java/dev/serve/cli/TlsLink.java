package dev.serve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/** Over TCP, with TLS. */
final class TlsLink implements Link {

    private final Socket socket;

    private TlsLink(Socket socket) {
        this.socket = socket;
    }

    /** Connects; the handshake is part of the first that is sent. */
    static TlsLink to(InetSocketAddress address, SSLSocketFactory tls, Duration patience)
            throws IOException {
        Socket socket = tls.createSocket();
        try {
            int millis = Math.toIntExact(patience.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(address, millis);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new TlsLink(socket);
    }

    @Override
    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
