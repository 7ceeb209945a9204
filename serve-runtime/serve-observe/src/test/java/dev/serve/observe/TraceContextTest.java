package dev.serve.observe;

import static dev.serve.observe.OtlpReceiver.hex;
import static dev.serve.observe.TracedServer.NOT_SAMPLED;
import static dev.serve.observe.TracedServer.SAMPLED;
import static dev.serve.observe.TracedServer.TRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.TestHttpClient;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.WebClient;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A client calls one server of ours, whose handler calls another. */
class TraceContextTest {

    @Test
    void goesOnByTheClientOfTheJdk() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertOneTrace(
                    url -> {
                        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
                        TraceContext.inject(request::header);
                        try {
                            return client.send(request.build(), BodyHandlers.ofString()).body();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }
    }

    @Test
    void goesOnByHelidonsWebClient() {
        WebClient client =
                WebClient.builder()
                        .addService(
                                (chain, request) -> {
                                    TraceContext.inject(
                                            (name, value) ->
                                                    request.headers()
                                                            .set(HeaderNames.create(name), value));
                                    return chain.proceed(request);
                                })
                        .build();
        try {
            assertOneTrace(url -> client.get(url).requestEntity(String.class));
        } finally {
            client.closeResource();
        }
    }

    private static Server serving(OtlpReceiver receiver, String path, Handler handler) {
        return TracedServer.sending(
                receiver,
                0,
                builder ->
                        builder.listener(
                                "web", web -> web.routing(routes -> routes.get(path, handler))));
    }

    private static String url(Server server) {
        return "http://127.0.0.1:" + server.port("web");
    }

    private static void assertOneTrace(UnaryOperator<String> call) {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                Server second = serving(receiver, "/second", (req, res) -> res.send(fields(req)));
                Server first =
                        serving(
                                receiver,
                                "/first",
                                (_, res) -> res.send(call.apply(url(second) + "/second")));
                TestHttpClient client = TestHttpClient.of(URI.create(url(first)))) {
            assertThat(
                            client.get("/first", "traceparent", SAMPLED, "tracestate", "vendor=1")
                                    .body())
                    .as("what its client said of it goes along")
                    .endsWith(" vendor=1");
            assertThat(client.get("/first", "traceparent", NOT_SAMPLED).body())
                    .startsWith("00-" + TRACE)
                    .endsWith("-00 ");
            assertThat(client.get("/first").body())
                    .as("a trace that begins here, and is not sampled")
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00 ");

            Span caller = receiver.span("GET /first");
            Span called = receiver.span("GET /second");
            assertThat(hex(caller.getTraceId())).isEqualTo(TRACE);
            assertThat(hex(called.getTraceId())).isEqualTo(TRACE);
            assertThat(called.getParentSpanId()).isEqualTo(caller.getSpanId());
        }
    }

    private static String fields(ServerRequest request) {
        return request.headers().first(HeaderNames.create("traceparent")).orElse("")
                + " "
                + request.headers().first(HeaderNames.create("tracestate")).orElse("");
    }
}
