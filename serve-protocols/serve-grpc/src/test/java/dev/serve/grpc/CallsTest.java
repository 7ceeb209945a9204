package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.testing.ExpectLog;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Answers, statuses and metadata of calls. */
class CallsTest {

    private static Status statusOf(Throwable failure) {
        return ((StatusRuntimeException) failure).getStatus();
    }

    private static Status statusOf(GrpcServer server, String request) {
        try {
            Texts.call(server.channel(), request);
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void aUnaryCallIsAnswered() {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            assertThat(Texts.call(server.channel(), "hällo")).isEqualTo("hällo");
            assertThat(Texts.call(server.channel(), "")).isEmpty();
        }
    }

    @Test
    void aStatusComesWithItsWordsAndItsMetadata() {
        Metadata.Key<String> word = Metadata.Key.of("word", Metadata.ASCII_STRING_MARSHALLER);
        Metadata.Key<byte[]> bytes = Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER);
        Metadata trailers = new Metadata();
        trailers.put(word, "one");
        trailers.put(word, "two");
        trailers.put(bytes, new byte[] {0, -1, 7});
        String text = " 50 % of\nübermorgen 😈 ";
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (_, answer) ->
                                                        answer.onError(
                                                                Status.NOT_FOUND
                                                                        .withDescription(text)
                                                                        .asException(
                                                                                trailers)))))) {
            assertThatThrownBy(() -> Texts.call(server.channel(), "x"))
                    .satisfies(
                            e -> {
                                assertThat(statusOf(e).getCode()).isEqualTo(Status.Code.NOT_FOUND);
                                assertThat(statusOf(e).getDescription()).isEqualTo(text);
                                Metadata seen = Status.trailersFromThrowable(e);
                                assertThat(seen.getAll(word)).containsExactly("one", "two");
                                assertThat(seen.get(bytes)).containsExactly(0, -1, 7);
                            });
        }
    }

    @Test
    void metadataPassesBothWays() {
        Metadata.Key<String> word = Metadata.Key.of("word", Metadata.ASCII_STRING_MARSHALLER);
        Metadata.Key<byte[]> bytes = Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER);
        Metadata sent = new Metadata();
        sent.put(word, "a, b");
        sent.put(bytes, new byte[] {1, 2, 3, 4});
        sent.put(bytes, new byte[0]);
        ServerInterceptor back =
                new ServerInterceptor() {
                    @Override
                    public <Q, R> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                        return next.startCall(
                                new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
                                    @Override
                                    public void sendHeaders(Metadata answer) {
                                        headers.getAll(word).forEach(v -> answer.put(word, v));
                                        headers.getAll(bytes).forEach(v -> answer.put(bytes, v));
                                        super.sendHeaders(answer);
                                    }
                                },
                                headers);
                    }
                };
        AtomicReference<Metadata> head = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo(), back))) {
            Texts.call(
                    ClientInterceptors.intercept(
                            server.channel(),
                            MetadataUtils.newAttachHeadersInterceptor(sent),
                            MetadataUtils.newCaptureMetadataInterceptor(head, trailers)),
                    "x");
            Metadata answered = Objects.requireNonNull(head.get());
            assertThat(answered.getAll(word)).containsExactly("a, b");
            assertThat(answered.getAll(bytes))
                    .containsExactly(new byte[] {1, 2, 3, 4}, new byte[0]);
        }
    }

    @Test
    @ExpectLog("gRPC call texts/UNARY failed")
    void anExceptionIsUnknownAndTellsNothing() {
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (_, _) -> {
                                                    throw new IllegalStateException("secret");
                                                })))) {
            Status status = statusOf(server, "x");
            assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
            assertThat(status.getDescription()).isEqualTo("Application error processing RPC");
        }
    }

    @Test
    void aThrownStatusIsTheAnswer() {
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (_, _) -> {
                                                    throw Status.FAILED_PRECONDITION
                                                            .withDescription("first do that")
                                                            .asRuntimeException();
                                                })))) {
            Status status = statusOf(server, "x");
            assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(status.getDescription()).isEqualTo("first do that");
        }
    }

    @Test
    void whatIsNotThereIsUnimplemented() {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            assertThatThrownBy(
                            () ->
                                    ClientCalls.blockingServerStreamingCall(
                                                    server.channel(),
                                                    Texts.SERVER,
                                                    CallOptions.DEFAULT,
                                                    "x")
                                            .hasNext())
                    .satisfies(
                            e -> {
                                assertThat(statusOf(e).getCode())
                                        .isEqualTo(Status.Code.UNIMPLEMENTED);
                                assertThat(statusOf(e).getDescription())
                                        .isEqualTo("Method not found: texts/SERVER_STREAMING");
                            });
        }
    }

    @Test
    void messagesHaveALimitBothWays() {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(
                                                grpc ->
                                                        grpc.maxReceiveMessageLength(100)
                                                                .maxSendMessageLength(50))
                                        .routing(routes -> routes.grpc(Texts.echo())))) {
            assertThat(Texts.call(server.channel(), "x".repeat(50))).hasSize(50);
            Status sent = statusOf(server, "x".repeat(51));
            assertThat(sent.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(sent.getDescription()).contains("51 bytes", "at most 50");
            Status received = statusOf(server, "x".repeat(101));
            assertThat(received.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(received.getDescription()).contains("101 bytes", "at most 100");
        }
    }

    @Test
    void aCompressedMessageCountsDecompressed() {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(grpc -> grpc.maxReceiveMessageLength(10_000))
                                        .routing(routes -> routes.grpc(Texts.echo())))) {
            CallOptions gzip = CallOptions.DEFAULT.withCompression("gzip");
            assertThat(Texts.call(server.channel(), "x".repeat(10_000), gzip)).hasSize(10_000);
            assertThatThrownBy(() -> Texts.call(server.channel(), "x".repeat(10_001), gzip))
                    .satisfies(
                            e ->
                                    assertThat(statusOf(e).getCode())
                                            .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
        }
    }

    @Test
    void gzipPassesBothWaysAcrossFrames() {
        StringBuilder large = new StringBuilder();
        for (int i = 0; large.length() < 2_000_000; i++) {
            large.append(Integer.toHexString(i * 0x9e3779b9));
        }
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (request, answer) -> {
                                                    ((ServerCallStreamObserver<String>) answer)
                                                            .setCompression("gzip");
                                                    answer.onNext(request);
                                                    answer.onCompleted();
                                                })))) {
            assertThat(
                            Texts.call(
                                    server.channel(),
                                    large.toString(),
                                    CallOptions.DEFAULT.withCompression("gzip")))
                    .isEqualTo(large.toString());
        }
    }

    @Test
    void halfCloseIsSeenAndAnsweringGoesOn() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.bidi(
                                                answer ->
                                                        new StreamObserver<>() {
                                                            @Override
                                                            public void onNext(String value) {
                                                                seen.add(value);
                                                            }

                                                            @Override
                                                            public void onError(Throwable e) {
                                                                seen.add(e.toString());
                                                            }

                                                            @Override
                                                            public void onCompleted() {
                                                                seen.add("half-closed");
                                                                answer.onNext("after that");
                                                                answer.onCompleted();
                                                            }
                                                        })))) {
            Texts.Answers answers = new Texts.Answers();
            StreamObserver<String> client =
                    ClientCalls.asyncBidiStreamingCall(
                            server.channel().newCall(Texts.BIDI, CallOptions.DEFAULT), answers);
            client.onNext("one");
            assertThat(Texts.taken(seen)).isEqualTo("one");
            client.onCompleted();
            assertThat(Texts.taken(seen)).isEqualTo("half-closed");
            assertThat(answers.next()).isEqualTo("after that");
            assertThat(answers.next()).isEqualTo("completed");
        }
    }
}
