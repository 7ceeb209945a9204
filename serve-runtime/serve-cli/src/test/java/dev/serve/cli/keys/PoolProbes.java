package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** Keys of {@code pool}. */
final class PoolProbes {

    private static final String ONE = "pool.max-connections=1";
    private static final String IN_WORDS = "pool.over-limit=503";
    private static final String BODY_COMES =
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc";

    private PoolProbes() {}

    static List<Probe> all() {
        return List.of(
                listener("pool.max-connections")
                        .with(IN_WORDS)
                        .of("2", "200")
                        .but("1", "503")
                        .by(PoolProbes::oneMore),
                listener("pool.max-connections-per-peer")
                        .with(IN_WORDS)
                        .of("none", "200")
                        .but("1", "503")
                        .by(PoolProbes::oneMore),
                listener("pool.accept-rate")
                        .with(IN_WORDS)
                        .of("none", "200")
                        .but("1/h", "503")
                        .by(PoolProbes::oneMore),
                listener("pool.over-limit")
                        .with(ONE)
                        .of("close", CLOSED)
                        .but("503", "503")
                        .by(PoolProbes::oneMore),
                listener("pool.wait-queue")
                        .with(ONE, IN_WORDS, "pool.wait-timeout=1h")
                        .of("0", "503")
                        .but("1", OPEN)
                        .by(PoolProbes::oneMore),
                listener("pool.wait-timeout")
                        .with(ONE, IN_WORDS, "pool.wait-queue=1")
                        .of("1h", OPEN)
                        .but("100ms", "503")
                        .by(PoolProbes::oneMore),
                new Probe(
                        "listeners.<name>.pool.wait-priority",
                        Probe.WEB
                                + "    pool: { max-connections: 1, wait-queue: 2, wait-timeout: 1h, wait-priority: @ }\n",
                        List.of(),
                        "{}",
                        "the first",
                        "{ 127.0.0.2/32: high }",
                        "the second",
                        PoolProbes::whoOfTwoIsNext),
                listener("pool.connection-timeout")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(eye -> eye.after("")),
                listener("pool.headers-timeout")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(eye -> eye.after("GET / HTTP/1.1\r\nHost: loc")),
                listener("pool.request-timeout")
                        .of("1h", OPEN)
                        .but("1s", "503")
                        .by(
                                eye ->
                                        eye.after(
                                                "GET /slow?ms=1500 HTTP/1.1\r\nHost: localhost\r\n\r\n")),
                listener("pool.body-timeout")
                        .of("1h", OPEN)
                        .but("100ms", "408")
                        .by(eye -> eye.after(BODY_COMES)),
                listener("pool.keep-alive-timeout")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(PoolProbes::between),
                listener("pool.max-age")
                        .of("none", OPEN)
                        .but("100ms", CLOSED)
                        .by(PoolProbes::between),
                listener("pool.max-requests")
                        .of("none", OPEN)
                        .but("1", CLOSED)
                        .by(PoolProbes::between),
                listener("pool.write-timeout")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(PoolProbes::nothingTaken));
    }

    /** What a second connection meets while one is open. */
    private static String oneMore(Eye eye) throws IOException {
        try (Socket first = eye.connect();
                Socket second = eye.connect()) {
            Eye.hello(first);
            Eye.send(second, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return eye.fate(second);
        }
    }

    private static String whoOfTwoIsNext(Eye eye) throws IOException {
        Socket inside = eye.connect();
        try (inside;
                Socket first = waiting(eye, "127.0.0.1", 1);
                Socket second = waiting(eye, "127.0.0.2", 2)) {
            inside.close();
            await().until(
                            () ->
                                    first.getInputStream().available() > 0
                                            || second.getInputStream().available() > 0);
            return first.getInputStream().available() > 0 ? "the first" : "the second";
        }
    }

    private static Socket waiting(Eye eye, String from, int place) throws IOException {
        await().until(() -> eye.server().pool("web").metrics().active() == 1);
        Socket socket = eye.connect(from, 0);
        Eye.send(socket, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> eye.server().pool("web").metrics().waiting() == place);
        return socket;
    }

    /** What becomes of a connection after its first answer. */
    private static String between(Eye eye) throws IOException {
        try (Socket socket = eye.connect()) {
            Eye.hello(socket);
            return eye.fate(socket);
        }
    }

    /** How many connections the server holds that take nothing of their answer. */
    private static String nothingTaken(Eye eye) throws IOException {
        try (Socket socket = eye.connect("127.0.0.1", 4 << 10)) {
            Eye.send(socket, "GET /big/67108864 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Eye.until(socket, "\r\n\r\n");
            return eye.held();
        }
    }
}
