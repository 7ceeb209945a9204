package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods whose answers stream, called in JSON. */
class JsonStreamsTest {

    private static GrpcServer server(
            Things things, BiConsumer<DynamicMessage, StreamObserver<DynamicMessage>> handler) {
        things.on("List", ServerCalls.asyncServerStreamingCall(handler::accept));
        return GrpcServer.listening(
                listener ->
                        listener.grpc(grpc -> grpc.json(true))
                                .routing(routes -> routes.grpc(things.service())));
    }

    private static TestHttpClient client(GrpcServer server) {
        return TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port()));
    }

    private static GrpcServer counting(int messages, Status end) {
        Things things = new Things();
        return server(
                things,
                (asked, answer) -> {
                    for (int i = 1; i <= messages; i++) {
                        answer.onNext(things.named("n" + i));
                    }
                    if (end.isOk()) {
                        answer.onCompleted();
                    } else {
                        answer.onError(end.asRuntimeException());
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areAnArray(boolean http2) {
        try (GrpcServer server = counting(3, Status.OK);
                TestHttpClient client = client(server)) {
            HttpResponse<String> answer = (http2 ? client.http2() : client).get("/v1/things");
            assertThat(answer.body())
                    .isEqualTo("[{\"name\":\"n1\"},{\"name\":\"n2\"},{\"name\":\"n3\"}]");
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areLinesForWhoAcceptsThem(boolean http2) {
        try (GrpcServer server = counting(2, Status.OK);
                TestHttpClient client = client(server)) {
            HttpResponse<String> answer =
                    (http2 ? client.http2() : client)
                            .get("/v1/things", "Accept", "application/x-ndjson");
            assertThat(answer.body()).isEqualTo("{\"name\":\"n1\"}\n{\"name\":\"n2\"}\n");
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("application/x-ndjson");
        }
    }

    @Test
    void thatAreEmptyAreAnEmptyArray() {
        try (GrpcServer server = counting(0, Status.OK);
                TestHttpClient client = client(server)) {
            assertThat(client.get("/v1/things").body()).isEqualTo("[]");
        }
    }

    @Test
    void manyMessagesArriveWhole() {
        try (GrpcServer server = counting(20_000, Status.OK);
                TestHttpClient client = client(server)) {
            String body = client.get("/v1/things", "Accept", "application/x-ndjson").body();
            assertThat(body.lines()).hasSize(20_000);
            assertThat(body).startsWith("{\"name\":\"n1\"}\n").endsWith("{\"name\":\"n20000\"}\n");
        }
    }

    @Test
    void aFailureBeforeTheFirstMessageIsAStatusOfHttp() {
        try (GrpcServer server = counting(0, Status.PERMISSION_DENIED.withDescription("no"));
                TestHttpClient client = client(server)) {
            HttpResponse<String> answer = client.get("/v1/things");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("{\"code\":7,\"message\":\"no\",\"details\":[]}");
        }
    }

    @Test
    void aFailureAfterMessagesIsTheLastElement() {
        try (GrpcServer server = counting(1, Status.ABORTED.withDescription("no"));
                TestHttpClient client = client(server)) {
            String error = "{\"error\":{\"code\":10,\"message\":\"no\",\"details\":[]}}";
            assertThat(client.get("/v1/things").body())
                    .isEqualTo("[{\"name\":\"n1\"}," + error + "]");
            assertThat(client.get("/v1/things", "Accept", "application/x-ndjson").body())
                    .isEqualTo("{\"name\":\"n1\"}\n" + error + "\n");
        }
    }

    @Test
    void aMessageLeavesWhenItIsSentAndAClientThatGoesCancels() throws InterruptedException {
        Things things = new Things();
        BlockingQueue<StreamObserver<DynamicMessage>> open = new LinkedBlockingQueue<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        try (GrpcServer server =
                        server(
                                things,
                                (asked, answer) -> {
                                    ((ServerCallStreamObserver<DynamicMessage>) answer)
                                            .setOnCancelHandler(cancelled::countDown);
                                    open.add(answer);
                                });
                RawClient client = RawClient.tcp(server.port())) {
            client.send(
                    "GET /v1/things HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n\r\n");
            StreamObserver<DynamicMessage> answer = Texts.taken(open);
            answer.onNext(things.named("first"));
            assertThat(client.readUntil("\"first\"}\n")).startsWith("HTTP/1.1 200 OK\r\n");
            answer.onNext(things.named("second"));
            client.readUntil("\"second\"}\n");
            client.reset();
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
