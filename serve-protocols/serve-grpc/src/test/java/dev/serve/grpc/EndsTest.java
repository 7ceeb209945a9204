package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.pool.PoolMetrics;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How calls end before their time. */
class EndsTest {

    private static PoolMetrics metrics(GrpcServer server) {
        return server.server().pool("rpc").metrics();
    }

    /** Blocks until it is interrupted, and tells what it has seen. */
    private static void block(BlockingQueue<Object> seen) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            seen.add("interrupted");
            seen.add(Context.current().isCancelled());
        }
    }

    @Test
    void aDeadlineReachesTheHandlerAndEndsIt() throws InterruptedException {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (_, _) -> {
                                                    Deadline deadline =
                                                            Context.current().getDeadline();
                                                    seen.add(
                                                            deadline != null
                                                                    && deadline.timeRemaining(
                                                                                    TimeUnit
                                                                                            .SECONDS)
                                                                            < 2);
                                                    block(seen);
                                                })))) {
            assertThatThrownBy(
                            () ->
                                    Texts.call(
                                            server.channel(),
                                            "x",
                                            CallOptions.DEFAULT.withDeadlineAfter(
                                                    300, TimeUnit.MILLISECONDS)))
                    .satisfies(
                            e ->
                                    assertThat(((StatusRuntimeException) e).getStatus().getCode())
                                            .isEqualTo(Status.Code.DEADLINE_EXCEEDED));
            assertThat(Texts.taken(seen)).isEqualTo(true);
            assertThat(Texts.taken(seen)).isEqualTo("interrupted");
            assertThat(Texts.taken(seen)).isEqualTo(true);
            await().until(() -> metrics(server).inFlight() == 0);
        }
    }

    @Test
    void aHandlerSeesThatItsClientCancels() throws InterruptedException {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        CountDownLatch inside = new CountDownLatch(1);
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (_, answer) -> {
                                                    ((ServerCallStreamObserver<String>) answer)
                                                            .setOnCancelHandler(
                                                                    () -> seen.add("onCancel"));
                                                    inside.countDown();
                                                    block(seen);
                                                })))) {
            ClientCall<String, String> call =
                    server.channel().newCall(Texts.UNARY, CallOptions.DEFAULT);
            var cancelled = ClientCalls.futureUnaryCall(call, "x");
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(metrics(server).inFlight()).isEqualTo(1);
            call.cancel("enough", null);
            await().until(cancelled::isDone);
            assertThat(Texts.taken(seen)).isEqualTo("interrupted");
            assertThat(Texts.taken(seen)).isEqualTo(true);
            assertThat(Texts.taken(seen)).isEqualTo("onCancel");
            await().until(() -> metrics(server).inFlight() == 0);
        }
    }

    @Test
    void everyEndingReleasesTheCall() {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(grpc -> grpc.maxReceiveMessageLength(10))
                                        .routing(
                                                routes ->
                                                        routes.grpc(
                                                                Texts.unary(EndsTest::asAsked))))) {
            var channel = server.channel();
            for (String ending :
                    new String[] {"ok", "error", "thrown", "nothing", "much too long", "twice"}) {
                try {
                    Texts.call(channel, ending);
                } catch (StatusRuntimeException e) {
                    assertThat(ending).isNotEqualTo("ok");
                }
            }
            await().until(() -> metrics(server).inFlight() == 0);
            assertThat(server.server().pool("rpc").connections())
                    .allSatisfy(view -> assertThat(view.streamsActive()).isZero())
                    .hasSize(1);
            assertThat(metrics(server).requests()).isEqualTo(6);
            assertThat(server.server().pool("rpc").inWork()).isEmpty();
            assertThat(server.server().pool("rpc").calls())
                    .isEqualTo(
                            Map.of(
                                    "texts/UNARY",
                                    Map.of(
                                            "OK", 1L,
                                            "ABORTED", 2L,
                                            "INTERNAL", 2L,
                                            "RESOURCE_EXHAUSTED", 1L)));
        }
    }

    @Test
    void callsAreCountedByMethodAndCode() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (request, answer) -> {
                                                    if (request.equals("wait")) {
                                                        inside.countDown();
                                                        block(new LinkedBlockingQueue<>());
                                                    } else {
                                                        asAsked(request, answer);
                                                    }
                                                })))) {
            var channel = server.channel();
            assertThat(Texts.call(channel, "ok")).isEqualTo("ok");
            for (String name : new String[] {"nobody/Knows", "texts/Neither"}) {
                assertThatThrownBy(
                                () ->
                                        ClientCalls.blockingUnaryCall(
                                                channel,
                                                Texts.UNARY.toBuilder()
                                                        .setFullMethodName(name)
                                                        .build(),
                                                CallOptions.DEFAULT,
                                                "x"))
                        .hasMessageContaining("UNIMPLEMENTED");
            }
            ClientCall<String, String> left = channel.newCall(Texts.UNARY, CallOptions.DEFAULT);
            var cancelled = ClientCalls.futureUnaryCall(left, "wait");
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            left.cancel("enough", null);
            await().until(cancelled::isDone);
            await().untilAsserted(
                            () ->
                                    assertThat(server.server().pool("rpc").calls())
                                            .isEqualTo(
                                                    Map.of(
                                                            "texts/UNARY",
                                                            Map.of("OK", 1L, "CANCELLED", 1L),
                                                            "other",
                                                            Map.of("UNIMPLEMENTED", 2L))));
        }
    }

    private static void asAsked(String request, StreamObserver<String> answer) {
        switch (request) {
            case "ok" -> answer.onNext("ok");
            case "error" -> {
                answer.onError(Status.ABORTED.asException());
                return;
            }
            case "thrown" -> throw Status.ABORTED.asRuntimeException();
            case "twice" -> {
                answer.onNext("one");
                answer.onNext("two");
            }
            default -> {}
        }
        answer.onCompleted();
    }

    @Test
    void tooManyCallsAreRefused() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(grpc -> grpc.maxConcurrentCalls(1))
                                        .routing(
                                                routes ->
                                                        routes.grpc(
                                                                Texts.unary(
                                                                        (request, answer) -> {
                                                                            inside.countDown();
                                                                            awaitQuietly(release);
                                                                            answer.onNext(request);
                                                                            answer.onCompleted();
                                                                        }))))) {
            var channel = server.channel();
            var first =
                    ClientCalls.futureUnaryCall(
                            channel.newCall(Texts.UNARY, CallOptions.DEFAULT), "first");
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> Texts.call(channel, "second"))
                    .hasMessageContaining("RESOURCE_EXHAUSTED")
                    .hasMessageContaining("at most 1");
            release.countDown();
            await().until(first::isDone);
            await().until(() -> metrics(server).inFlight() == 0);
            assertThat(Texts.call(channel, "third")).isEqualTo("third");
        }
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nothingIsReadThatNobodyAsksFor() throws InterruptedException {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        BlockingQueue<ServerCallStreamObserver<String>> calls = new LinkedBlockingQueue<>();
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.bidi(
                                                answer -> {
                                                    var call =
                                                            (ServerCallStreamObserver<String>)
                                                                    answer;
                                                    call.disableAutoRequest();
                                                    calls.add(call);
                                                    return recording(seen, answer);
                                                })))) {
            ClientCall<String, String> client =
                    server.channel().newCall(Texts.BIDI, CallOptions.DEFAULT);
            client.start(new ClientCall.Listener<>() {}, new Metadata());
            String text = "x".repeat(100_000);
            int sent = 30;
            for (int i = 0; i < sent; i++) {
                client.sendMessage(text);
            }
            // The window of the stream, and no more.
            await().until(() -> metrics(server).bytesIn() >= 1 << 20);
            await().during(Duration.ofMillis(200)).until(() -> metrics(server).bytesIn() < 1 << 21);
            assertThat(seen).isEmpty();

            ServerCallStreamObserver<String> call = Texts.taken(calls);
            call.request(2);
            assertThat(Texts.taken(seen)).isEqualTo(text);
            assertThat(Texts.taken(seen)).isEqualTo(text);
            assertThat(seen).isEmpty();
            client.sendMessage("last");
            client.halfClose();
            call.request(10_000);
            for (int i = 2; i < sent; i++) {
                assertThat(Texts.taken(seen)).isEqualTo(text);
            }
            assertThat(Texts.taken(seen)).isEqualTo("last");
            assertThat(Texts.taken(seen)).isEqualTo("completed");
            client.cancel("done", null);
        }
    }

    private static StreamObserver<String> recording(
            BlockingQueue<Object> seen, StreamObserver<String> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                seen.add(value);
            }

            @Override
            public void onError(Throwable failure) {
                seen.add(failure);
            }

            @Override
            public void onCompleted() {
                seen.add("completed");
                answer.onCompleted();
            }
        };
    }

    @Test
    void aSenderIsHeldUpUntilItsClientReads() throws InterruptedException {
        BlockingQueue<Integer> progress = new LinkedBlockingQueue<>();
        String text = "x".repeat(100_000);
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.server(
                                                (_, answer) -> {
                                                    for (int i = 0; i < 200; i++) {
                                                        answer.onNext(text);
                                                        progress.add(i);
                                                    }
                                                    answer.onCompleted();
                                                })))) {
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            ClientCall<String, String> client =
                    server.channel().newCall(Texts.SERVER, CallOptions.DEFAULT);
            client.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(String message) {
                            seen.add(message);
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            seen.add(status.getCode());
                        }
                    },
                    new Metadata());
            client.sendMessage("go");
            client.halfClose();
            client.request(1);
            assertThat(Texts.taken(seen)).isEqualTo(text);
            // 20 MB would not fit: windows, queues and what the client reads ahead hold a few.
            await().during(Duration.ofMillis(300)).until(() -> progress.size() < 100);
            client.request(1_000);
            for (int i = 1; i < 200; i++) {
                assertThat(Texts.taken(seen)).isEqualTo(text);
            }
            assertThat(Texts.taken(seen)).isEqualTo(Status.Code.OK);
        }
    }

    @Test
    void aSlowStreamDoesNotHoldUpOthers() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        ServerServiceDefinition.builder("texts")
                                                .addMethod(
                                                        Texts.UNARY,
                                                        ServerCalls.asyncUnaryCall(
                                                                (String request,
                                                                        StreamObserver<String>
                                                                                answer) -> {
                                                                    answer.onNext(request);
                                                                    answer.onCompleted();
                                                                }))
                                                .addMethod(
                                                        Texts.BIDI,
                                                        ServerCalls.asyncBidiStreamingCall(
                                                                answer -> {
                                                                    awaitQuietly(release);
                                                                    return recording(
                                                                            new LinkedBlockingQueue<>(),
                                                                            answer);
                                                                }))
                                                .build()))) {
            var channel = server.channel();
            Texts.Answers answers = new Texts.Answers();
            StreamObserver<String> slow =
                    ClientCalls.asyncBidiStreamingCall(
                            channel.newCall(Texts.BIDI, CallOptions.DEFAULT), answers);
            for (int i = 0; i < 2_000; i++) {
                slow.onNext("x".repeat(1_000));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(Texts.call(channel, "quick " + i)).isEqualTo("quick " + i);
            }
            release.countDown();
            slow.onCompleted();
            assertThat(answers.next()).isEqualTo("completed");
        }
    }
}
