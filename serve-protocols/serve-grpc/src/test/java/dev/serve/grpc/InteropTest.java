package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.ExpectLog;
import dev.serve.testing.LogCapture;
import io.grpc.ServerInterceptor;
import io.grpc.testing.integration.TestServiceClient;
import io.grpc.testing.integration.TestServiceImpl;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** grpc-java's own interoperability cases. */
class InteropTest {

    private static final String FORGOTTEN = "was garbage collected without being shut down";

    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor();

    private static GrpcServer server;

    @BeforeAll
    static void start() {
        server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(grpc -> grpc.maxReceiveMessageLength(16 << 20))
                                        .routing(
                                                routes ->
                                                        routes.grpc(
                                                                new TestServiceImpl(TIMER),
                                                                interceptors())));
    }

    @AfterAll
    static void stop() {
        server.close();
        TIMER.shutdownNow();
    }

    /** What the service needs beside it. */
    static ServerInterceptor[] interceptors() {
        return TestServiceImpl.interceptors().toArray(ServerInterceptor[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_unary",
                "large_unary",
                "client_compressed_unary_noprobe",
                "server_compressed_unary",
                "client_streaming",
                "client_compressed_streaming_noprobe",
                "server_streaming",
                "server_compressed_streaming",
                "ping_pong",
                "empty_stream",
                "custom_metadata",
                "status_code_and_message",
                "special_status_message",
                "unimplemented_method",
                "unimplemented_service",
                "cancel_after_begin",
                "cancel_after_first_response",
                "timeout_on_sleeping_server",
                "very_large_request",
                "pick_first_unary",
                "rpc_soak"
            })
    void passes(String name) {
        assertThatCode(() -> run(name)).doesNotThrowAnyException();
    }

    /**
     * The client forgets the last channel of this case, and grpc-java says so when the collector
     * finds it: here, not in whatever test runs then.
     */
    @Test
    @ExpectLog(value = FORGOTTEN, level = System.Logger.Level.ERROR)
    void passesChannelSoak(LogCapture log) {
        assertThatCode(() -> run("channel_soak")).doesNotThrowAnyException();
        await().until(
                        () -> {
                            System.gc();
                            // Whoever opens or closes one is told of those that were found.
                            server.channel().shutdownNow();
                            return log.entries().stream()
                                    .anyMatch(entry -> entry.toString().contains(FORGOTTEN));
                        });
    }

    private static void run(String name) throws Exception {
        TestServiceClient.main(
                new String[] {
                    "--use_tls=false",
                    "--server_host=127.0.0.1",
                    "--server_port=" + server.port(),
                    // A machine may be slow: what a call takes is the bench's business.
                    "--soak_per_iteration_max_acceptable_latency_ms=20000",
                    "--test_case=" + name
                });
    }
}
