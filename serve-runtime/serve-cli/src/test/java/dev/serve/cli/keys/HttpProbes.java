package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;
import static org.awaitility.Awaitility.await;

import dev.serve.api.ListenerView;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;

/** Keys of {@code http}. */
final class HttpProbes {

    private static final String LONG = "x".repeat(400);

    private HttpProbes() {}

    static List<Probe> all() {
        return List.of(
                listener("http.max-request-line")
                        .of("8KiB", "200")
                        .but("256B", "414")
                        .by(eye -> Eye.status(eye.get("/hello?" + LONG))),
                listener("http.max-header-size")
                        .of("16KiB", "200")
                        .but("256B", "431")
                        .by(eye -> Eye.status(eye.get("/hello", "X-Long: " + LONG))),
                listener("http.max-header-count")
                        .of("100", "200")
                        .but("3", "431")
                        .by(eye -> Eye.status(eye.get("/hello", "A: 1", "B: 2", "C: 3"))),
                listener("http.max-body-size")
                        .of("9B", "200")
                        .but("8B", "413")
                        .by(
                                eye ->
                                        Eye.status(
                                                eye.exchange(
                                                        "POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 9\r\n\r\nninebytes"))),
                listener("http.keep-alive-1-0")
                        .of("false", CLOSED)
                        .but("true", OPEN)
                        .by(HttpProbes::afterHttp10),
                listener("http.interrupt-on-abort")
                        .of("false", OPEN)
                        .but("true", CLOSED)
                        .by(HttpProbes::afterTheClientHasGone),
                listener("http.server-header")
                        .of("none", "none")
                        .but("Probe", "Probe")
                        .by(eye -> field(eye.get("/hello"), "server")));
    }

    /** The value of an answer's field. */
    static String field(String answer, String name) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("none");
    }

    private static String afterHttp10(Eye eye) throws IOException {
        try (Socket socket = eye.connect()) {
            Eye.send(
                    socket,
                    "GET /hello HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
            Eye.until(socket, "hello");
            return eye.fate(socket);
        }
    }

    /** What becomes of a handler that works, when its client leaves. */
    private static String afterTheClientHasGone(Eye eye) throws IOException {
        try (Socket socket = eye.connect()) {
            Eye.send(socket, "GET /slow?ms=60000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> inFlight(eye) == 1);
        }
        return eye.ends(() -> inFlight(eye) == 0);
    }

    private static int inFlight(Eye eye) {
        return eye.server().listeners().stream().mapToInt(ListenerView::requestsInFlight).sum();
    }
}
