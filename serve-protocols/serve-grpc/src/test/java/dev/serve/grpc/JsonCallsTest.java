package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.DynamicMessage;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import dev.serve.api.routing.Filter;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.TestHttpClient;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods of one answer, called in JSON. */
class JsonCallsTest {

    private static final String JSON = "application/json";

    private final Things things = new Things();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private GrpcServer server;
    private TestHttpClient client;

    @BeforeEach
    void start() {
        things.unary(
                "Remove",
                (asked, answer) ->
                        answer.onError(
                                StatusProto.toStatusRuntimeException(
                                        com.google.rpc.Status.newBuilder()
                                                .setCode(Code.NOT_FOUND_VALUE)
                                                .setMessage("nicht da: 100 %")
                                                .addDetails(
                                                        Any.pack(
                                                                ErrorInfo.newBuilder()
                                                                        .setReason("GONE")
                                                                        .build()))
                                                .build())));
        things.unary(
                "Report",
                (asked, answer) -> {
                    Context.current().addListener(_ -> gone.countDown(), Runnable::run);
                    seen.add("waits");
                });
        Filter watching =
                (exchange, chain) -> {
                    seen.add(exchange.protocol() + " " + exchange.target());
                    chain.proceed();
                };
        ServerInterceptor noting =
                new ServerInterceptor() {
                    @Override
                    public <Q, R> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                        seen.add(
                                "metadata "
                                        + headers.get(
                                                Metadata.Key.of(
                                                        "x-name",
                                                        Metadata.ASCII_STRING_MARSHALLER)));
                        return next.startCall(call, headers);
                    }
                };
        server =
                GrpcServer.listening(
                        listener ->
                                listener.protocols("http", "grpc")
                                        .grpc(grpc -> grpc.json(true).maxReceiveMessageLength(1000))
                                        .routing(
                                                routes ->
                                                        routes.filter(watching)
                                                                .get(
                                                                        "/page",
                                                                        (_, answer) ->
                                                                                answer.send("page"))
                                                                .grpc(things.service(), noting)));
        client = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port()));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request =
                client.request(path)
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", JSON);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST   | /things.Things/Get          | {"name":"a"}            | {"name":"a"}
                    POST   | /things.Things/Get          | {}                      | {}
                    POST   | /things.Things/Get          |                         | {}
                    GET    | /v1/things/a                |                         | {"name":"things/a"}
                    GET    | /v1/things/a%20b?theme=c    |                         | {"name":"things/a b","theme":"c"}
                    GET    | /v1/themes/dark%2Fblue      |                         | {"theme":"dark/blue"}
                    GET    | /v1/inners/a/deep/b         |                         | {"inner":{"name":"inners/a/deep/b"}}
                    GET    | /v1/files/a/b/c.txt         |                         | {"name":"a/b/c.txt"}
                    GET    | /v1/themes/x?inner.inner.long_id=7 |                  | {"theme":"x","inner":{"inner":{"longId":"7"}}}
                    GET    | /v1/themes/x?longId=-1&open=true&weight=1.5 |         | {"theme":"x","longId":"-1","open":true,"weight":1.5}
                    GET    | /v1/themes/x?tags=a&tags=b&numbers=1&numbers=2 |      | {"theme":"x","tags":["a","b"],"numbers":[1,2]}
                    GET    | /v1/themes/x?kind=FANCY&age=1.5s&count=3&data=AQI= |  | {"theme":"x","kind":"FANCY","age":"1.500s","data":"AQI=","count":3}
                    POST   | /v1/things/a/inners         | {"name":"b"}            | {"name":"things/a","inner":{"name":"b"}}
                    POST   | /v1/things/a/inners?theme=c | {"name":"b"}            | {"name":"things/a","theme":"c","inner":{"name":"b"}}
                    PUT    | /v1/things/a/tags           | ["x","y"]               | {"name":"things/a","tags":["x","y"]}
                    PATCH  | /v1/things/a                | {"name":"b","open":true} | {"name":"things/a","open":true}
                    POST   | /v1/things/a:archive        | {"theme":"old"}         | {"name":"things/a","theme":"old"}
                    GET    | /v1/things/a/inner?inner.name=b |                     | {"name":"b"}
                    GET    | /v1/things/a/inner          |                         | {}
                    GET    | /v1/things/a/tags?tags=b    |                         | ["b"]
                    GET    | /v1/things/a/tags           |                         | []
                    """)
    void whatARequestSaysIsWhatTheMethodGets(
            String method, String path, @Nullable String body, String expected) {
        for (TestHttpClient version : List.of(client, client.http2())) {
            HttpRequest.Builder request =
                    version.request(path)
                            .header("Content-Type", JSON)
                            .method(method, BodyPublishers.ofString(body == null ? "" : body));
            HttpResponse<String> answer = version.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo(expected);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue(JSON);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST  | /things.Things/Get            | {"name":1,            | body at line 1 column 11 (expected: one value of JSON, in UTF-8)
                    POST  | /things.Things/Get            | {name:"a"}            | body at line 1 column 3 (expected: one value of JSON, in UTF-8)
                    POST  | /things.Things/Get            | {"name":"a"} {}       | body at line 1 column
                    POST  | /things.Things/Get            | {"nom":"a"}           | body: Cannot find field: nom
                    POST  | /things.Things/Get            | {"longId":"x"}        | body: Not an int64 value
                    POST  | /things.Things/Get?theme=b    | {"name":"a"}          | query: theme (expected: what body and path do not hold)
                    GET   | /v1/things/a?name=b           |                       | query: name (expected: what body and path do not hold)
                    GET   | /v1/things/a?nom=b            |                       | query: nom (expected: a field of things.Thing)
                    GET   | /v1/things/a?theme=b&theme=c  |                       | query: theme: 2 values (expected: one)
                    GET   | /v1/things/a?longId=x         |                       | query: longId: Not an int64 value
                    GET   | /v1/things/a?inner=x          |                       | query: inner: Expect message object
                    POST  | /v1/things/a/inners?inner.theme=c | {"name":"b"}      | query: inner.theme (expected: what
                    PUT   | /v1/things/a/tags             | ["x"],"name":"b"      | body at line 1 column
                    """)
    void whatDoesNotFitIsInvalidByItsName(
            String method, String path, @Nullable String body, String expected) {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.body())
                .startsWith("{\"code\":3,\"message\":\"" + expected.replace("\"", "\\\""));
        assertThat(answer.body()).endsWith(",\"details\":[]}");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void anErrorIsGoogleRpcStatusWithItsDetails() {
        HttpResponse<String> answer = send("DELETE", "/v1/things/a", null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue(JSON);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":5,\"message\":\"nicht da: 100 %\",\"details\":[{\"@type\":"
                                + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"GONE\","
                                + "\"domain\":\"\",\"metadata\":{}}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED,499", "UNKNOWN,500", "INVALID_ARGUMENT,400", "DEADLINE_EXCEEDED,504",
        "NOT_FOUND,404", "ALREADY_EXISTS,409", "PERMISSION_DENIED,403", "RESOURCE_EXHAUSTED,429",
        "FAILED_PRECONDITION,400", "ABORTED,409", "OUT_OF_RANGE,400", "UNIMPLEMENTED,501",
        "INTERNAL,500", "UNAVAILABLE,503", "DATA_LOSS,500", "UNAUTHENTICATED,401"
    })
    void everyCodeHasItsStatusOfHttp(Status.Code code, int status) {
        Things failing =
                new Things()
                        .unary(
                                "Get",
                                (asked, answer) ->
                                        answer.onError(code.toStatus().asRuntimeException()));
        try (GrpcServer other =
                        GrpcServer.listening(
                                listener ->
                                        listener.grpc(grpc -> grpc.json(true))
                                                .routing(
                                                        routes -> routes.grpc(failing.service())));
                TestHttpClient http =
                        TestHttpClient.of(URI.create("http://127.0.0.1:" + other.port()))) {
            HttpResponse<String> answer = http.get("/v1/things/a");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body())
                    .isEqualTo("{\"code\":" + code.value() + ",\"message\":\"\",\"details\":[]}");
        }
    }

    @Test
    void theBodyHasTheLimitOfMessages() {
        HttpResponse<String> answer =
                send("POST", "/things.Things/Get", "{\"name\":\"" + "a".repeat(1000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body())
                .startsWith("{\"code\":8,\"message\":\"A body of more than 1000 bytes");
    }

    @Test
    void filtersAndInterceptorsSeeTheCall() {
        assertThat(client.get("/v1/things/a", "X-Name", "me").statusCode()).isEqualTo(200);
        assertThat(seen).containsExactly("http /v1/things/a", "metadata me");
    }

    @Test
    void aDeadlineIsAnswered() {
        HttpResponse<String> answer =
                client.send(
                        "OPTIONS", "/v1/report", BodyPublishers.noBody(), "Grpc-Timeout", "50m");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).startsWith("{\"code\":4,");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatGoesCancelsItsCall(boolean http2) throws InterruptedException {
        TestHttpClient version = http2 ? client.http2() : client;
        // The prior knowledge of h2c comes with the first answer.
        assertThat(version.get("/page").body()).isEqualTo("page");
        var answer =
                version.jdk()
                        .sendAsync(
                                version.request("/v1/report")
                                        .method("OPTIONS", BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString());
        org.awaitility.Awaitility.await().until(() -> seen.contains("waits"));
        answer.cancel(true);
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatStreamsCannotBeOneRequest() {
        HttpResponse<String> answer = send("POST", "/things.Things/Upload", "{}");
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).startsWith("{\"code\":12,");
        assertThat(send("POST", "/v1/uploads", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    @ExpectLog("an answer cannot be told in JSON")
    void anAnyOfATypeThatNobodyKnowsIsInternal() {
        Things strange = new Things();
        strange.unary(
                "Get",
                (asked, answer) -> {
                    DynamicMessage any =
                            DynamicMessage.newBuilder(strange.field("detail").getMessageType())
                                    .setField(
                                            strange.field("detail")
                                                    .getMessageType()
                                                    .findFieldByName("type_url"),
                                            "x/no.Such")
                                    .build();
                    answer.onNext(
                            DynamicMessage.newBuilder(strange.type())
                                    .setField(strange.field("detail"), any)
                                    .build());
                    answer.onCompleted();
                });
        try (GrpcServer other =
                        GrpcServer.listening(
                                listener ->
                                        listener.grpc(grpc -> grpc.json(true))
                                                .routing(
                                                        routes -> routes.grpc(strange.service())));
                TestHttpClient http =
                        TestHttpClient.of(URI.create("http://127.0.0.1:" + other.port()))) {
            HttpResponse<String> answer = http.get("/v1/things/a");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("The answer cannot be told in JSON");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HEAD    | /v1/things/a       | 200 |
                    POST    | /v1/things/a       | 405 | DELETE, GET, HEAD, OPTIONS, PATCH
                    OPTIONS | /v1/things/a       | 204 | DELETE, GET, HEAD, OPTIONS, PATCH
                    GET     | /things.Things/Get | 405 | OPTIONS, POST
                    GET     | /v1/thing          | 404 |
                    GET     | /page              | 200 |
                    POST    | /page              | 405 | GET, HEAD, OPTIONS
                    """)
    void otherRequestsAreAnsweredAsByHttp(
            String method, String path, int status, @Nullable String allow) {
        HttpResponse<String> answer = client.send(method, path, BodyPublishers.noBody());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("allow").orElse(null)).isEqualTo(allow);
    }

    @Test
    void headHasNoBody() {
        HttpResponse<String> answer = client.head("/v1/things/a");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("content-length")).hasValue("19");
    }

    @Test
    void otherContentIsNotUnderstood() {
        HttpResponse<String> answer =
                client.post("/things.Things/Get", "<a/>", "Content-Type", "text/xml");
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void nothingOfThisIsThereUnlessAskedFor() {
        try (GrpcServer other = GrpcServer.of(routes -> routes.grpc(things.service()));
                TestHttpClient http =
                        TestHttpClient.of(URI.create("http://127.0.0.1:" + other.port()))) {
            assertThat(http.get("/v1/things/a").statusCode()).isEqualTo(404);
            assertThat(http.post("/things.Things/Get", "{}", "Content-Type", JSON).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void rulesThatCannotBeKeptStopTheStart() {
        Things wrong =
                new Things(
                        Map.of(
                                "A", "get: \"/v1/{nom}\"",
                                "B", "get: \"/v1/{name\"",
                                "C", "post: \"/c\" body: \"nom\"",
                                "D", "get: \"/d\" response_body: \"nom\"",
                                "E", "get: \"/e/{tags}\"",
                                "F", "get: \"/f/{name}\"",
                                "G", "get: \"/f/{theme}\""));
        assertThatThrownBy(
                        () ->
                                GrpcServer.listening(
                                        listener ->
                                                listener.grpc(grpc -> grpc.json(true))
                                                        .routing(
                                                                routes ->
                                                                        routes.grpc(
                                                                                wrong.service()))))
                .hasMessageContaining("things.Things/A: {nom} (expected: a field of things.Thing")
                .hasMessageContaining("things.Things/B: path template \"/v1/{name\" at 9")
                .hasMessageContaining("things.Things/C: body: \"nom\" (expected: * or a field of")
                .hasMessageContaining("things.Things/D: response_body: \"nom\" (expected: a field")
                .hasMessageContaining("things.Things/E: {tags} (expected: ")
                .hasMessageContaining("twice (expected: once)");
    }
}
