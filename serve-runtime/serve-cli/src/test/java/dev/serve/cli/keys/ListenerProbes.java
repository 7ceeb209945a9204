package dev.serve.cli.keys;

import static dev.serve.cli.keys.Probe.listener;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/** Keys directly under a listener, and those outside listeners. */
final class ListenerProbes {

    private static final String INTRODUCED =
            "PROXY TCP4 192.0.2.7 127.0.0.1 5 6\r\n" + Eye.request("/hello");

    private static final String SOCKET = "target/keys/socket";
    private static final int FREE_PORT = freePort();

    private ListenerProbes() {}

    static List<Probe> all() {
        return List.of(
                Probe.server("application")
                        .in(
                                "listeners: { web: { port: 0, routes: [{ path: /, respond: { status: 204 } }] } }\n")
                        .of("none", "404")
                        .but("echo", "200")
                        .by(eye -> Eye.status(eye.get("/hello"))),
                listener("host")
                        .of("127.0.0.1", "200")
                        .but("127.0.0.2", "refused")
                        .by(ListenerProbes::atLoopback),
                listener("path")
                        .in("application: echo\nlisteners: { web: { mode: \"0600\" } }\n")
                        .of(SOCKET + "1", "nobody")
                        .but(SOCKET + "2", "200")
                        .by(eye -> atSocket(Path.of(SOCKET + "2"))),
                listener("mode")
                        .in("application: echo\nlisteners: { web: { path: " + SOCKET + "3 } }\n")
                        .of("0600", "rw-------")
                        .but("0660", "rw-rw----")
                        .by(
                                eye ->
                                        PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(
                                                        Path.of(SOCKET + "3")))),
                listener("reuse-address")
                        .with("port=" + FREE_PORT)
                        .of("true", "200")
                        // The first server ended a connection itself, which lingers in TIME_WAIT.
                        .but("false", EveryKeyTest.NO_START)
                        .by(eye -> Eye.status(eye.get("/hello"))),
                listener("protocols")
                        .of("http, sse", "404")
                        .but("http, sse, websocket", "101")
                        .by(eye -> Eye.status(eye.upgrade())),
                listener("proxy-protocol")
                        .with("trusted-proxies=127.0.0.1")
                        .of("false", "400")
                        .but("true", "200")
                        .by(eye -> Eye.status(eye.exchange(INTRODUCED))),
                listener("trusted-proxies")
                        .of("", "unknown")
                        .but("127.0.0.0/8", "believed")
                        .by(
                                eye ->
                                        eye.get("/headers", "X-Forwarded-For: 192.0.2.7")
                                                        .toLowerCase(Locale.ROOT)
                                                        .contains("x-forwarded-for: 192.0.2.7")
                                                ? "believed"
                                                : "unknown"),
                listener("sse.retry").of("3s", "3000").but("7s", "7000").by(ListenerProbes::retry));
    }

    private static String atLoopback(Eye eye) throws IOException {
        try {
            return Eye.status(eye.get("/hello"));
        } catch (ConnectException e) {
            return "refused";
        }
    }

    private static String atSocket(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(
                    ByteBuffer.wrap(Eye.request("/hello").getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(12);
            int count = 0;
            while (answer.hasRemaining() && count >= 0) {
                count = channel.read(answer);
            }
            return Eye.status(new String(answer.array(), StandardCharsets.US_ASCII) + " ");
        } catch (SocketException e) {
            return "nobody";
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String retry(Eye eye) throws IOException {
        try (Socket socket = eye.connect()) {
            Eye.send(socket, Eye.request("/events?n=1", "Accept: text/event-stream"));
            return HttpProbes.field(Eye.all(socket), "retry");
        }
    }
}
