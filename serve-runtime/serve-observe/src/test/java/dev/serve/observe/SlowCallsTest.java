package dev.serve.observe;

import static dev.serve.observe.HealthCalls.CHECK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.LogCapture;
import dev.serve.testing.TestHttpClient;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls by gRPC-Web are slow when those of gRPC are. */
class SlowCallsTest {

    private static final String WATCH = "grpc.health.v1.Health/Watch";
    private static final String SHORT = "1ms";
    private static final String LONG = "24h";

    /** Both methods take longer than the short limit. */
    private static final class Service extends HealthGrpc.HealthImplBase {

        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
            answer(answer);
        }

        @Override
        public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
            answer(answer);
        }

        private static void answer(StreamObserver<HealthCheckResponse> answer) {
            long until = System.nanoTime() + Duration.ofMillis(2).toNanos();
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            answer.onNext(HealthCheckResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private static Server start(String http, String grpc, String stream) {
        return Server.builder()
                .listener(
                        "web",
                        web ->
                                web.port(0)
                                        .protocols("http", "grpc")
                                        .routing(routes -> routes.grpc(new Service())))
                .set("listeners.web.grpc.web", "true")
                .set("observe.slow.http", http)
                .set("observe.slow.grpc", grpc)
                .set("observe.slow.stream", stream)
                .build()
                .start();
    }

    private static void call(Server server) {
        try (TestHttpClient client =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")))) {
            for (String method : new String[] {CHECK, WATCH}) {
                client.send(
                        client.request("/" + method)
                                .header("Content-Type", "application/grpc-web+proto")
                                .POST(BodyPublishers.ofByteArray(new byte[5]))
                                .build(),
                        BodyHandlers.ofByteArray());
            }
        }
    }

    @Test
    void oneWithASingleMessageEachWayHasTheLimitOfCalls(LogCapture log) {
        assertThat(slowIn(start(LONG, SHORT, LONG), log)).contains("path=/" + CHECK + " ");
    }

    @Test
    void oneWithAStreamHasTheLimitOfStreams(LogCapture log) {
        assertThat(slowIn(start(SHORT, LONG, SHORT), log)).contains("path=/" + WATCH + " ");
    }

    /** The one line of what was slow. */
    private static String slowIn(Server started, LogCapture log) {
        try (started) {
            call(started);
            log.expect(Level.INFO, "slower than 1 ms: ");
        }
        assertThat(log.entries("dev.serve.slow")).hasSize(1);
        return log.entries("dev.serve.slow").getFirst().toString();
    }
}
