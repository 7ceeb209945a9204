package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.event.ServerState;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls by gRPC-Web. */
class WebCallsTest {

    private static final String UNARY = "/texts/UNARY";
    private static final String SERVER = "/texts/SERVER_STREAMING";

    private static GrpcServer server(Consumer<dev.serve.api.routing.Routes> routes) {
        return GrpcServer.listening(
                listener -> listener.grpc(grpc -> grpc.web(true)).routing(routes));
    }

    private static TestHttpClient client(GrpcServer server, boolean http2) {
        TestHttpClient client = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port()));
        return http2 ? client.http2() : client;
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void unary(boolean http2, boolean text) {
        try (GrpcServer server = server(routes -> routes.grpc(Texts.echo()));
                TestHttpClient client = client(server, http2)) {
            WebCall call = WebCall.send(client, text, UNARY, WebCall.frame("grüße"));
            assertThat(call.texts()).containsExactly("grüße");
            assertThat(call.trailers()).isEqualTo("grpc-status: 0\r\n");
            assertThat(call.answer().statusCode()).isEqualTo(200);
            assertThat(call.head("content-type"))
                    .isEqualTo(
                            text
                                    ? "application/grpc-web-text+proto"
                                    : "application/grpc-web+proto");
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void serverStreaming(boolean http2, boolean text) {
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.server(
                                                        (asked, answer) -> {
                                                            for (int i = 0; i < 5000; i++) {
                                                                answer.onNext(asked + i);
                                                            }
                                                            answer.onCompleted();
                                                        })));
                TestHttpClient client = client(server, http2)) {
            WebCall call = WebCall.send(client, text, SERVER, WebCall.frame("n"));
            assertThat(call.texts()).hasSize(5000).startsWith("n0", "n1").endsWith("n4999");
            assertThat(call.trailers()).isEqualTo("grpc-status: 0\r\n");
        }
    }

    /** What has come can be decoded and read, though more is to come. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMessageLeavesWhenItIsSentAndAClientThatGoesCancels(boolean text) throws Exception {
        BlockingQueue<StreamObserver<String>> open = new LinkedBlockingQueue<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.server(
                                                        (asked, answer) -> {
                                                            ((ServerCallStreamObserver<String>)
                                                                            answer)
                                                                    .setOnCancelHandler(
                                                                            cancelled::countDown);
                                                            open.add(answer);
                                                        })));
                RawClient client = RawClient.tcp(server.port())) {
            byte[] frame = WebCall.frame("x");
            byte[] body = text ? Base64.getEncoder().encode(frame) : frame;
            client.send(
                    "POST /texts/SERVER_STREAMING HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                            + " application/grpc-web"
                            + (text ? "-text" : "")
                            + "\r\nContent-Length: "
                            + body.length
                            + "\r\n\r\n");
            client.send(body);
            StreamObserver<String> answer = Texts.taken(open);
            for (String message : List.of("first", "2")) {
                answer.onNext(message);
                byte[] expected = WebCall.frame(message);
                client.readUntil(
                        text
                                ? Base64.getEncoder().encodeToString(expected) + "\r\n"
                                : new String(expected, StandardCharsets.ISO_8859_1));
            }
            client.reset();
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void aCallThatFailsBeforeItSaysAnythingIsToldInTheHead(boolean http2, boolean text) {
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.unary(
                                                        (asked, answer) ->
                                                                answer.onError(
                                                                        Status.NOT_FOUND
                                                                                .withDescription(
                                                                                        "nicht für dich")
                                                                                .asRuntimeException()))));
                TestHttpClient client = client(server, http2)) {
            WebCall call = WebCall.send(client, text, UNARY, WebCall.frame("x"));
            assertThat(call.answer().statusCode()).isEqualTo(200);
            assertThat(call.head("grpc-status")).isEqualTo("5");
            assertThat(call.head("grpc-message")).isEqualTo("nicht f%C3%BCr dich");
            assertThat(call.answer().body()).isEmpty();
        }
    }

    @Test
    void aCallThatFailsAfterMessagesIsToldInTheTrailers() {
        Metadata.Key<String> key = Metadata.Key.of("x-last", Metadata.ASCII_STRING_MARSHALLER);
        Metadata last = new Metadata();
        last.put(key, "word");
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.server(
                                                        (asked, answer) -> {
                                                            answer.onNext("one");
                                                            answer.onError(
                                                                    Status.ABORTED
                                                                            .withDescription("no")
                                                                            .asRuntimeException(
                                                                                    last));
                                                        })));
                TestHttpClient client = client(server, false)) {
            WebCall call = WebCall.send(client, false, SERVER, WebCall.frame("x"));
            assertThat(call.texts()).containsExactly("one");
            assertThat(call.trailers().lines())
                    .containsExactlyInAnyOrder(
                            "grpc-status: 10", "grpc-message: no", "x-last: word");
        }
    }

    @Test
    void compressedMessagesAreReadAndSent() throws IOException {
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.unary(
                                                        (asked, answer) -> {
                                                            ((ServerCallStreamObserver<String>)
                                                                            answer)
                                                                    .setCompression("gzip");
                                                            answer.onNext(asked + asked);
                                                            answer.onCompleted();
                                                        })));
                TestHttpClient client = client(server, false)) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("abc".repeat(100).getBytes(StandardCharsets.UTF_8));
            }
            WebCall call =
                    WebCall.send(
                            client,
                            false,
                            UNARY,
                            WebCall.frame(1, packed.toByteArray()),
                            "grpc-encoding",
                            "gzip",
                            "grpc-accept-encoding",
                            "gzip");
            assertThat(call.head("grpc-encoding")).isEqualTo("gzip");
            assertThat(call.answer().body()[0]).isEqualTo((byte) 1);
            try (GZIPInputStream plain =
                    new GZIPInputStream(new ByteArrayInputStream(call.messages().getFirst()))) {
                assertThat(plain.readAllBytes())
                        .isEqualTo("abc".repeat(200).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aCompressedMessageOfNoKnownEncodingIsRefused() {
        try (GrpcServer server = server(routes -> routes.grpc(Texts.echo()));
                TestHttpClient client = client(server, false)) {
            assertThat(
                            WebCall.send(client, false, UNARY, WebCall.frame(1, new byte[3]))
                                    .head("grpc-status"))
                    .isEqualTo("13");
            assertThat(
                            WebCall.send(
                                            client,
                                            false,
                                            UNARY,
                                            WebCall.frame("x"),
                                            "grpc-encoding",
                                            "zip")
                                    .head("grpc-status"))
                    .isEqualTo("12");
        }
    }

    @Test
    void whatIsNoBase64IsRefused() {
        try (GrpcServer server = server(routes -> routes.grpc(Texts.echo()));
                TestHttpClient client = client(server, false)) {
            var answer =
                    client.post(UNARY, "no Base64!", "Content-Type", "application/grpc-web-text");
            assertThat(answer.headers().firstValue("grpc-status")).hasValue("13");
        }
    }

    @Test
    void metadataGoesBothWays() {
        Metadata.Key<String> key = Metadata.Key.of("x-name", Metadata.ASCII_STRING_MARSHALLER);
        Metadata.Key<byte[]> bytes = Metadata.Key.of("x-raw-bin", Metadata.BINARY_BYTE_MARSHALLER);
        List<String> seen = new CopyOnWriteArrayList<>();
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.service(
                                                        Texts.UNARY,
                                                        (call, headers) -> {
                                                            seen.add(
                                                                    headers.get(key)
                                                                            + headers.get(bytes)
                                                                                    .length);
                                                            Metadata first = new Metadata();
                                                            first.put(key, "you");
                                                            call.sendHeaders(first);
                                                            call.sendMessage("hello");
                                                            Metadata last = new Metadata();
                                                            last.put(bytes, new byte[] {1, 2});
                                                            call.close(Status.OK, last);
                                                            return new ServerCall.Listener<>() {};
                                                        })));
                TestHttpClient client = client(server, false)) {
            WebCall call =
                    WebCall.send(
                            client,
                            false,
                            UNARY,
                            WebCall.frame("x"),
                            "X-Name",
                            "me",
                            "X-Raw-Bin",
                            "AQID");
            assertThat(seen).containsExactly("me3");
            assertThat(call.head("x-name")).isEqualTo("you");
            assertThat(call.trailers()).isEqualTo("grpc-status: 0\r\nx-raw-bin: AQI\r\n");
        }
    }

    @Test
    void aDeadlinePassesAndCancelsTheHandler() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.service(
                                                        Texts.UNARY,
                                                        (call, headers) -> {
                                                            Context.current()
                                                                    .addListener(
                                                                            _ ->
                                                                                    cancelled
                                                                                            .countDown(),
                                                                            Runnable::run);
                                                            return new ServerCall.Listener<>() {};
                                                        })));
                TestHttpClient client = client(server, false)) {
            WebCall call =
                    WebCall.send(client, false, UNARY, WebCall.frame("x"), "grpc-timeout", "50m");
            assertThat(call.head("grpc-status")).isEqualTo("4");
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void messagesHaveTheirLimit() {
        try (GrpcServer server =
                        GrpcServer.listening(
                                listener ->
                                        listener.grpc(
                                                        grpc ->
                                                                grpc.web(true)
                                                                        .maxReceiveMessageLength(
                                                                                10))
                                                .routing(routes -> routes.grpc(Texts.echo())));
                TestHttpClient client = client(server, false)) {
            WebCall call = WebCall.send(client, false, UNARY, WebCall.frame("01234567890"));
            assertThat(call.head("grpc-status")).isEqualTo("8");
        }
    }

    @Test
    void callsCountAmongThoseInWork() throws InterruptedException {
        BlockingQueue<StreamObserver<String>> open = new LinkedBlockingQueue<>();
        try (GrpcServer server =
                        GrpcServer.listening(
                                listener ->
                                        listener.grpc(grpc -> grpc.web(true).maxConcurrentCalls(1))
                                                .routing(
                                                        routes ->
                                                                routes.grpc(
                                                                        Texts.unary(
                                                                                (asked, answer) ->
                                                                                        open.add(
                                                                                                answer)))));
                TestHttpClient client = client(server, false)) {
            var first =
                    client.jdk()
                            .sendAsync(
                                    client.request(UNARY)
                                            .header("Content-Type", "application/grpc-web")
                                            .POST(
                                                    java.net.http.HttpRequest.BodyPublishers
                                                            .ofByteArray(WebCall.frame("x")))
                                            .build(),
                                    java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            StreamObserver<String> answer = Texts.taken(open);
            WebCall second = WebCall.send(client, false, UNARY, WebCall.frame("x"));
            assertThat(second.head("grpc-status")).isEqualTo("8");
            answer.onNext("done");
            answer.onCompleted();
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void unknownMethodsAreUnimplemented() {
        try (GrpcServer server = server(routes -> routes.grpc(Texts.echo()));
                TestHttpClient client = client(server, false)) {
            WebCall call = WebCall.send(client, false, "/texts/NOTHING", WebCall.frame("x"));
            assertThat(call.head("grpc-status")).isEqualTo("12");
            assertThat(call.head("grpc-message")).isEqualTo("Method not found: texts/NOTHING");
        }
    }

    @Test
    void filtersSeeACallAndRefuseItInItsWords() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Filter refusing =
                (exchange, _) -> {
                    seen.add(exchange.protocol() + " " + exchange.target());
                    exchange.reject(Rejection.of(Rejection.Reason.FORBIDDEN, "no"));
                };
        try (GrpcServer server = server(routes -> routes.filter(refusing).grpc(Texts.echo()));
                TestHttpClient client = client(server, false)) {
            WebCall call = WebCall.send(client, true, UNARY, WebCall.frame("x"));
            assertThat(call.answer().statusCode()).isEqualTo(200);
            assertThat(call.head("grpc-status")).isEqualTo("7");
            assertThat(call.head("grpc-message")).isEqualTo("no");
            assertThat(call.head("content-type")).isEqualTo("application/grpc-web-text+proto");
            assertThat(seen).containsExactly("grpc /texts/UNARY");
        }
    }

    @Test
    void aCallInWorkGoesOnToItsEndWhenTheServerStops() throws Exception {
        BlockingQueue<StreamObserver<String>> open = new LinkedBlockingQueue<>();
        try (GrpcServer server =
                        server(
                                routes ->
                                        routes.grpc(
                                                Texts.unary((asked, answer) -> open.add(answer))));
                TestHttpClient client = client(server, false)) {
            var answer =
                    client.jdk()
                            .sendAsync(
                                    client.request(UNARY)
                                            .header("Content-Type", "application/grpc-web")
                                            .POST(
                                                    java.net.http.HttpRequest.BodyPublishers
                                                            .ofByteArray(WebCall.frame("x")))
                                            .build(),
                                    java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            StreamObserver<String> handler = Texts.taken(open);
            Thread stopping = Thread.ofVirtual().start(() -> server.server().stop());
            await().until(() -> server.server().state() == ServerState.DRAINING);
            handler.onNext("late");
            handler.onCompleted();
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            stopping.join();
        }
    }

    @Test
    void nothingOfThisIsThereUnlessAskedFor() {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()));
                TestHttpClient client = client(server, false)) {
            WebCall call = WebCall.send(client, false, "/no", new byte[0]);
            assertThat(call.answer().statusCode()).isEqualTo(404);
        }
    }
}
