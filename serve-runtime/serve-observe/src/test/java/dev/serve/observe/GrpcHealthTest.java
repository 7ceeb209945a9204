package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.observe.HealthCheck;
import dev.serve.testing.TestHttpClient;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code grpc.health.v1} says what the probes of HTTP say; its calls are counted as any. */
class GrpcHealthTest {

    private final AtomicBoolean storeIsThere = new AtomicBoolean(true);
    private @Nullable Server server;
    private @Nullable ManagedChannel channel;
    private @Nullable TestHttpClient operator;
    private @Nullable TestHttpClient web;

    @BeforeEach
    void start() {
        Server started =
                Server.builder()
                        .listener(
                                "rpc",
                                rpc ->
                                        rpc.port(0)
                                                .protocols("grpc")
                                                .routing(
                                                        routes ->
                                                                routes.grpc(
                                                                        ServerServiceDefinition
                                                                                .builder("orders")
                                                                                .build())))
                        .listener("admin", admin -> admin.port(0))
                        .observe(observe -> observe.listeners(List.of("admin")))
                        .set("listeners.rpc.grpc.web", "true")
                        .set("observe.health.check-interval", "0s")
                        .extension(new ObserveExtension().check(new Store()))
                        .build()
                        .start();
        server = started;
        channel =
                Grpc.newChannelBuilder(
                                "dns:///127.0.0.1:" + started.port("rpc"),
                                InsecureChannelCredentials.create())
                        .build();
        web = TestHttpClient.of(URI.create("http://127.0.0.1:" + started.port("rpc")));
        operator = TestHttpClient.of(URI.create("http://127.0.0.1:" + started.port("admin")));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (channel != null) {
            assertThat(channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        if (operator != null) {
            operator.close();
        }
        if (web != null) {
            web.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    /** What the server depends on. */
    private final class Store implements HealthCheck {

        @Override
        public String name() {
            return "store";
        }

        @Override
        public Result check() {
            return storeIsThere.get() ? Result.up() : Result.down("it is away");
        }
    }

    private static HealthCheckRequest of(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    private ServingStatus status(String service) {
        return HealthGrpc.newBlockingStub(channel).check(of(service)).getStatus();
    }

    private String admin(String path) {
        return operator == null ? "" : operator.get(path).body();
    }

    @Test
    void aDependencyThatFailsIsToldToWhoAsksAndWhoWatches() throws Exception {
        BlockingQueue<ServingStatus> told = new LinkedBlockingQueue<>();
        HealthGrpc.newStub(channel)
                .watch(
                        of(""),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(HealthCheckResponse response) {
                                told.add(response.getStatus());
                            }

                            @Override
                            public void onError(Throwable failure) {
                                // The channel is closed at the end.
                            }

                            @Override
                            public void onCompleted() {
                                told.add(ServingStatus.UNRECOGNIZED);
                            }
                        });
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(ServingStatus.SERVING);
        assertThat(status("orders")).isEqualTo(ServingStatus.SERVING);

        storeIsThere.set(false);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(status("orders")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(admin("/readyz")).contains("check store: it is away");

        storeIsThere.set(true);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(ServingStatus.SERVING);
        assertThat(admin("/readyz")).contains("\"ready\"");
    }

    @Test
    void callsAreCountedByMethodAndCode() {
        assertThat(status("")).isEqualTo(ServingStatus.SERVING);
        assertThat(status("orders")).isEqualTo(ServingStatus.SERVING);
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> status("nothing")))
                .isNotNull();

        // By gRPC-Web it is a request, too.
        if (web != null) {
            assertThat(
                            web.post(
                                            "/grpc.health.v1.Health/Check",
                                            "\0\0\0\0\0",
                                            "Content-Type",
                                            "application/grpc-web+proto")
                                    .statusCode())
                    .isEqualTo(200);
        }

        String method = "{code=\"%s\",listener=\"rpc\",method=\"grpc.health.v1.Health/Check\"} ";
        String counts = "serve_grpc_calls_seconds_count" + method;
        await().until(
                        () -> {
                            String text = admin("/metrics");
                            return text.contains(counts.formatted("OK") + "3")
                                    && text.contains(counts.formatted("NOT_FOUND") + "1")
                                    && text.contains(
                                            "serve_http_requests_seconds_count{listener=\"rpc\",outcome=\"2xx\"");
                        });
    }
}
