package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.ShutdownReport;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are in work when the time to drain has passed are told so before they are cut. */
class LastWordsTest {

    private static final Duration SOON = Duration.ofMillis(300);

    /** What drains a listener. */
    private enum Drain {
        STOP,
        RECONFIGURE;

        void begin(Server server) {
            if (this == STOP) {
                server.stop();
            } else {
                server.reconfigure(
                        "rpc",
                        listener ->
                                listener.drainTimeout(SOON).http(http -> http.maxHeaderCount(50)));
            }
        }
    }

    private static GrpcServer serving(ServerServiceDefinition service) {
        return GrpcServer.stopping(
                shutdown -> shutdown.timeout(SOON).drainDelay(Duration.ZERO),
                listener -> listener.routing(routes -> routes.grpc(service)));
    }

    private static void assertUnavailable(Object end) {
        assertThat(end).isInstanceOf(Throwable.class);
        Status status = Status.fromThrowable((Throwable) end);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription())
                .isEqualTo("The connection is going away, and the time to end in has passed");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatWaitsForItsClient(Drain drain) throws InterruptedException {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        try (GrpcServer server =
                serving(
                        Texts.bidi(
                                answer -> {
                                    Context.current()
                                            .addListener(_ -> seen.add("cancelled"), Runnable::run);
                                    answer.onNext("here");
                                    return new StreamObserver<>() {
                                        @Override
                                        public void onNext(String value) {}

                                        @Override
                                        public void onError(Throwable failure) {
                                            seen.add("failed");
                                        }

                                        @Override
                                        public void onCompleted() {
                                            answer.onCompleted();
                                        }
                                    };
                                }))) {
            Texts.Answers answers = new Texts.Answers();
            ClientCalls.asyncBidiStreamingCall(
                    server.channel().newCall(Texts.BIDI, CallOptions.DEFAULT), answers);
            assertThat(answers.next()).isEqualTo("here");
            assertThat(server.server().pool("rpc").inWork()).isEqualTo(Map.of("grpc", 1));
            drain.begin(server.server());
            assertUnavailable(answers.next());
            assertThat(List.of(Texts.taken(seen), Texts.taken(seen)))
                    .containsExactlyInAnyOrder("cancelled", "failed");
            await().until(() -> server.server().pool("rpc").connections().isEmpty());
            assertThat(server.server().pool("rpc").inWork()).isEmpty();
            Map<String, Integer> left = drain == Drain.STOP ? Map.of("grpc", 1) : Map.of();
            ShutdownReport report = server.server().stop();
            assertThat(report.cutByProtocol()).isEqualTo(left);
            assertThat(report.steps().getFirst().before().work()).isEqualTo(left);
            assertThat(report.steps().getLast().after().work()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatHearsNothingIsNotWaitedFor(Drain drain) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (GrpcServer server =
                serving(
                        Texts.unary(
                                (_, _) -> {
                                    inside.countDown();
                                    deaf(release);
                                }))) {
            Texts.Answers answers = new Texts.Answers();
            ClientCalls.asyncUnaryCall(
                    server.channel().newCall(Texts.UNARY, CallOptions.DEFAULT), "x", answers);
            inside.await();
            Thread draining = Thread.ofVirtual().start(() -> drain.begin(server.server()));
            try {
                assertUnavailable(answers.next());
            } finally {
                release.countDown();
            }
            draining.join();
        }
    }

    private static void deaf(CountDownLatch release) {
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                // It goes on.
            }
        }
    }
}
