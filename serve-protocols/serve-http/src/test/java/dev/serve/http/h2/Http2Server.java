package dev.serve.http.h2;

import dev.serve.api.Server;
import dev.serve.api.config.Http2Config;
import dev.serve.api.config.HttpConfig;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.routing.Routes;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A listener of ours with a few routes, and what its handlers have seen. */
final class Http2Server implements AutoCloseable {

    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch broken = new CountDownLatch(1);
    final AtomicInteger served = new AtomicInteger();
    private final Server server;

    private Http2Server(
            Consumer<Http2Config.Builder> http2,
            Consumer<HttpConfig.Builder> http,
            Consumer<PoolConfig.Builder> pool) {
        server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .http2(http2)
                                                .http(http)
                                                .pool(pool)
                                                .routing(this::routes))
                        .build()
                        .start();
    }

    static Http2Server start() {
        return new Http2Server(http2 -> {}, http -> {}, pool -> {});
    }

    static Http2Server http2(Consumer<Http2Config.Builder> http2) {
        return new Http2Server(http2, http -> {}, pool -> {});
    }

    static Http2Server http(Consumer<HttpConfig.Builder> http) {
        return new Http2Server(http2 -> {}, http, pool -> {});
    }

    static Http2Server pool(Consumer<PoolConfig.Builder> pool) {
        return new Http2Server(http2 -> {}, http -> {}, pool);
    }

    private void routes(Routes routes) {
        routes.get(
                        "/hello",
                        (req, res) -> {
                            served.incrementAndGet();
                            res.send("hello");
                        })
                .post("/echo", (req, res) -> res.send(req.content().as(byte[].class)))
                .post(
                        "/stream",
                        (req, res) -> {
                            try (OutputStream out = res.outputStream()) {
                                req.content().inputStream().transferTo(out);
                            }
                        })
                .post("/unread", (req, res) -> res.send("no"))
                .get(
                        "/wait",
                        (req, res) -> {
                            entered.countDown();
                            release.await();
                            res.send("waited");
                        })
                .post(
                        "/hold",
                        (req, res) -> {
                            entered.countDown();
                            release.await();
                            res.send(req.content().as(byte[].class));
                        })
                .post(
                        "/until-broken",
                        (req, res) -> {
                            entered.countDown();
                            try {
                                req.content().inputStream().readAllBytes();
                            } finally {
                                broken.countDown();
                            }
                        })
                .get(
                        "/fields",
                        (req, res) -> {
                            StringBuilder text = new StringBuilder();
                            req.headers()
                                    .forEach(
                                            header ->
                                                    text.append(header.name())
                                                            .append('=')
                                                            .append(header.allValues())
                                                            .append('\n'));
                            res.send(text.toString());
                        })
                .get(
                        "/trailers",
                        (req, res) -> {
                            res.header(HeaderNames.TRAILER, "x-sum");
                            try (OutputStream out = res.outputStream()) {
                                out.write('a');
                            }
                            res.trailers().set(HeaderValues.create("x-sum", "97"));
                        })
                .get(
                        "/big/{n}",
                        (req, res) -> {
                            int n = req.path().pathParameters().first("n").asInt().get();
                            res.send(new byte[n]);
                        })
                .get(
                        "/latin",
                        (req, res) -> {
                            res.header("x-name", "caf\u00e9");
                            res.send("x");
                        })
                .get(
                        "/split",
                        (req, res) -> {
                            res.header("x-a", "b\r\nx-b: c");
                            res.send("x");
                        })
                .get(
                        "/fail",
                        (req, res) -> {
                            throw new IllegalStateException("a secret");
                        });
    }

    int port() {
        return server.port("web");
    }

    Server server() {
        return server;
    }

    FrameClient connect(int... settings) {
        return FrameClient.to(port(), settings);
    }

    @Override
    public void close() {
        release.countDown();
        server.stop();
    }
}
