package dev.serve.http.compatibility;

import dev.serve.api.routing.Routes;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.NotFoundException;
import io.helidon.http.SetCookie;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.json.JsonObject;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.sse.SseSink;
import java.io.FilterOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Handlers that use what Helidon's types offer, for any server. */
final class HandlersOfEveryKind {

    private static final Filter MARKS =
            (chain, req, res) -> {
                res.header("X-Filtered", "yes");
                if (req.query().contains("add")) {
                    req.header(HeaderValues.create("X-Added", "by filter"));
                }
                chain.proceed();
            };

    private static final ErrorHandler<UnsupportedOperationException> HANDLES =
            (req, res, e) -> res.status(Status.CONFLICT_409).send("handled");

    /** How often somebody was told that the answer of {@code /sent} is on its way. */
    static final AtomicInteger SENT = new AtomicInteger();

    private static final JsonObject JSON =
            JsonObject.builder().set("name", "value").set("number", 1).build();

    private HandlersOfEveryKind() {}

    static void onHelidon(HttpRouting.Builder routing) {
        routing.addFilter(MARKS);
        routing.error(UnsupportedOperationException.class, HANDLES);
        register(routing);
    }

    static void onOurs(Routes routes) {
        routes.filter(MARKS).error(UnsupportedOperationException.class, HANDLES);
        routes.service(HandlersOfEveryKind::register);
    }

    private static void register(HttpRules rules) {
        rules.get("/hello", (req, res) -> res.send("hello"));
        answers(rules);
        bodies(rules);
        routing(rules);
        failures(rules);
        rules.register(
                "/service", (HttpService) inner -> inner.get("/{id}", HandlersOfEveryKind::id));
    }

    private static final Handler STREAMED =
            (req, res) -> {
                try (OutputStream out = res.outputStream()) {
                    out.write(bytes("streamed"));
                }
            };

    private static void answers(HttpRules rules) {
        rules.get("/bytes", (req, res) -> res.send(bytes("bytes")))
                .get("/part", (req, res) -> res.send(bytes("0123456789"), 2, 3))
                .get("/empty", (req, res) -> res.send())
                .get("/optional", (req, res) -> res.send(Optional.of("there")))
                .get("/missing", (req, res) -> res.send(Optional.empty()))
                .get("/streamed", STREAMED)
                .get("/streamed-large", HandlersOfEveryKind::large)
                .get(
                        "/streamed-length",
                        (req, res) -> {
                            res.contentLength(8);
                            STREAMED.handle(req, res);
                        })
                .get("/created", (req, res) -> res.status(201).send("created"))
                .get("/no-content", (req, res) -> res.status(Status.NO_CONTENT_204).send())
                .get("/not-modified", (req, res) -> res.status(Status.NOT_MODIFIED_304).send())
                .get(
                        "/headers",
                        (req, res) ->
                                res.header("X-One", "1")
                                        .header("X-Two", "a", "b")
                                        .header(HeaderNames.CACHE_CONTROL, "no-store")
                                        .send("x"))
                .get(
                        "/cookies",
                        (req, res) -> {
                            res.headers().addCookie(SetCookie.create("a", "1"));
                            res.headers().addCookie(SetCookie.create("b", "2"));
                            res.send(req.headers().cookies().first("c").orElse("none"));
                        })
                .get(
                        "/type",
                        (req, res) -> {
                            res.headers().contentType(MediaTypes.APPLICATION_JSON);
                            res.send("{}");
                        })
                .get("/json", (req, res) -> res.send(JSON))
                .post("/json", (req, res) -> res.send(req.content().as(JsonObject.class)))
                .get(
                        "/sent",
                        (req, res) -> {
                            AtomicInteger sent = new AtomicInteger();
                            res.whenSent(sent::incrementAndGet);
                            res.beforeSend(() -> res.header("X-Sent", "" + sent.get()));
                            res.send("sent");
                            SENT.addAndGet(sent.get());
                        })
                .get("/upper", HandlersOfEveryKind::upper)
                .get(
                        "/hooks",
                        (req, res) -> {
                            res.beforeSend(
                                    () -> res.headers().set(HeaderNames.create("X-Before"), "1"));
                            res.send("hooked");
                        })
                .get("/last", (req, res) -> res.header(HeaderValues.CONNECTION_CLOSE).send("last"))
                .get(
                        "/trailers",
                        (req, res) -> {
                            res.header("Trailer", "X-Sum");
                            try (OutputStream out = res.outputStream()) {
                                out.write(bytes("abc"));
                                res.trailers().set(HeaderNames.create("X-Sum"), "3");
                            }
                        })
                .get(
                        "/events",
                        (req, res) -> {
                            try (SseSink sink = res.sink(SseSink.TYPE)) {
                                sink.emit(SseEvent.builder().id("1").data("one").build());
                                sink.emit(SseEvent.create("two"));
                            }
                        });
    }

    private static void large(
            io.helidon.webserver.http.ServerRequest req,
            io.helidon.webserver.http.ServerResponse res)
            throws Exception {
        try (OutputStream out = res.outputStream()) {
            for (int i = 0; i < 1_000; i++) {
                out.write(bytes("0123456789".repeat(10)));
            }
        }
    }

    private static void upper(
            io.helidon.webserver.http.ServerRequest req,
            io.helidon.webserver.http.ServerResponse res) {
        res.streamFilter(
                out ->
                        new FilterOutputStream(out) {
                            @Override
                            public void write(int octet) throws java.io.IOException {
                                super.write(Character.toUpperCase(octet));
                            }
                        });
        res.send("upper");
    }

    private static void bodies(HttpRules rules) {
        rules.post("/as-text", (req, res) -> res.send(req.content().as(String.class)))
                .post("/as-bytes", (req, res) -> res.send(req.content().as(byte[].class)))
                .post(
                        "/as-stream",
                        (req, res) -> {
                            InputStream in = req.content().inputStream();
                            res.send(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                        })
                .post(
                        "/through",
                        (req, res) -> {
                            try (OutputStream out = res.outputStream()) {
                                req.content().inputStream().transferTo(out);
                            }
                        })
                .post("/has-entity", (req, res) -> res.send("" + req.content().hasEntity()))
                .post("/unread", (req, res) -> res.send("unread"))
                .post(
                        "/filtered",
                        (req, res) -> {
                            req.streamFilter(
                                    in -> {
                                        try {
                                            String text =
                                                    new String(
                                                            in.readAllBytes(),
                                                            StandardCharsets.UTF_8);
                                            return new java.io.ByteArrayInputStream(
                                                    bytes(text.toUpperCase(Locale.ROOT)));
                                        } catch (java.io.IOException e) {
                                            throw new java.io.UncheckedIOException(e);
                                        }
                                    });
                            res.send(req.content().as(String.class));
                        })
                .post(
                        "/twice",
                        (req, res) -> {
                            req.content().buffer();
                            res.send(
                                    req.content().as(String.class)
                                            + req.content().as(String.class));
                        });
    }

    private static void routing(HttpRules rules) {
        rules.get("/path/{a}/{b}", (req, res) -> res.send(req.path().pathParameters().get("b")))
                .get(
                        "/query",
                        (req, res) -> res.send(String.join("|", req.query().all("a", List::of))))
                .get(
                        "/added",
                        (req, res) ->
                                res.send(
                                        req.headers()
                                                .first(HeaderNames.create("X-Added"))
                                                .orElse("")))
                .get("/next", (req, res) -> res.next())
                .get("/next", (req, res) -> res.send("next"))
                .get("/moved", (req, res) -> res.reroute("/query", UriQuery.create("a=moved")))
                .get("/rerouted", (req, res) -> res.reroute("/hello"))
                .get(
                        "/request",
                        (req, res) ->
                                res.send(
                                        req.prologue()
                                                + " "
                                                + req.authority()
                                                + " "
                                                + req.isSecure()
                                                + " "
                                                + req.requestedUri().toUri().getPath()))
                .get(
                        "/fields",
                        (req, res) ->
                                res.send(
                                        req.headers().all(HeaderNames.create("X-Many"), List::of)
                                                + " "
                                                + req.headers().acceptedTypes().size()
                                                + " "
                                                + req.headers().contains(HeaderNames.USER_AGENT)))
                .any("/any", (req, res) -> res.send(req.prologue().method().text()));
    }

    private static void id(
            io.helidon.webserver.http.ServerRequest req,
            io.helidon.webserver.http.ServerResponse res) {
        res.send(req.path().pathParameters().get("id"));
    }

    private static void failures(HttpRules rules) {
        rules.get("/throws", (req, res) -> fail(new IllegalStateException("secret")))
                .get("/handled", (req, res) -> fail(new UnsupportedOperationException()))
                .get(
                        "/http",
                        (req, res) -> fail(new HttpException("teapot", Status.create(418), true)))
                .get("/not-found", (req, res) -> fail(new NotFoundException("not here")))
                .get(
                        "/after-stream",
                        (req, res) -> {
                            res.outputStream().write(bytes("x"));
                            fail(new UnsupportedOperationException());
                        });
    }

    private static void fail(RuntimeException e) {
        throw e;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
