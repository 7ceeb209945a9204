package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.ExpectLog;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that ping too often are sent away, as grpc-java's server does it. */
class PingsTest {

    private static GrpcServer server(Duration interval) {
        return GrpcServer.listening(
                listener ->
                        listener.grpc(grpc -> grpc.minPingInterval(interval))
                                .routing(
                                        routes ->
                                                routes.grpc(
                                                        Texts.bidi(
                                                                answer -> {
                                                                    answer.onNext("here");
                                                                    return echo(answer);
                                                                }))));
    }

    private static StreamObserver<String> echo(StreamObserver<String> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                answer.onNext(value);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                answer.onCompleted();
            }
        };
    }

    @Test
    void tooManyEndTheConnection() throws IOException {
        try (GrpcServer server = server(Duration.ofHours(1));
                Frames client = new Frames(server.port())) {
            client.call(1, "/texts/BIDI_STREAMING");
            client.await(Frames.DATA);
            for (int i = 0; i < 20; i++) {
                client.send(Frames.PING, 0, 0, new byte[8]);
            }
            // One is allowed, one is earned by the message, and two are overlooked.
            for (int i = 0; i < 4; i++) {
                client.await(Frames.PING);
            }
            Frames.Frame end = client.await(Frames.GOAWAY);
            assertThat(end.payload()[7]).isEqualTo((byte) 11);
            assertThat(end.text(8)).isEqualTo("too_many_pings");
        }
    }

    @Test
    void thoseThatComeSlowlyOrFollowAMessageDoNot() throws IOException {
        try (GrpcServer server = server(Duration.ofHours(1));
                Frames client = new Frames(server.port())) {
            client.call(1, "/texts/BIDI_STREAMING");
            client.await(Frames.DATA);
            for (int i = 0; i < 50; i++) {
                client.message(1, "x");
                client.await(Frames.DATA);
                client.send(Frames.PING, 0, 0, new byte[8]);
                assertThat(client.await(Frames.PING).flags()).isEqualTo(Frames.ACK);
            }
        }
        try (GrpcServer server = server(Duration.ofMillis(10));
                Frames client = new Frames(server.port())) {
            client.call(1, "/texts/BIDI_STREAMING");
            client.await(Frames.DATA);
            for (int i = 0; i < 20; i++) {
                client.send(Frames.PING, 0, 0, new byte[8]);
                assertThat(client.await(Frames.PING).flags()).isEqualTo(Frames.ACK);
                // From its answer on: the server may have been late to look at it.
                long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(12);
                while (System.nanoTime() < next) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void aClientWithoutCallsIsLeftToTheLimitsOfHttp2() throws IOException {
        try (GrpcServer server = server(Duration.ofHours(1));
                Frames client = new Frames(server.port())) {
            for (int i = 0; i < 20; i++) {
                client.send(Frames.PING, 0, 0, new byte[8]);
                assertThat(client.await(Frames.PING).flags()).isEqualTo(Frames.ACK);
            }
        }
    }

    /** Its shortest keepAliveTime is ten seconds, so this takes half a minute. */
    @Test
    @Tag("soak")
    @ExpectLog(value = "Increased keepalive time", logger = "io.grpc")
    @ExpectLog(value = "too_many_pings", logger = "io.grpc")
    void grpcJavaIsToldWhy() throws InterruptedException {
        try (GrpcServer server = server(Duration.ofHours(1))) {
            ManagedChannel channel =
                    Grpc.newChannelBuilder(
                                    "dns:///127.0.0.1:" + server.port(),
                                    InsecureChannelCredentials.create())
                            .keepAliveTime(10, TimeUnit.SECONDS)
                            .build();
            try {
                Texts.Answers answers = new Texts.Answers();
                ClientCalls.asyncBidiStreamingCall(
                        channel.newCall(Texts.BIDI, CallOptions.DEFAULT), answers);
                assertThat(answers.next()).isEqualTo("here");
                Object end = answers.events.poll(2, TimeUnit.MINUTES);
                assertThat(end).isInstanceOf(Throwable.class);
                assertThat(Status.fromThrowable((Throwable) end).getDescription())
                        .contains("too_many_pings");
            } finally {
                channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            }
        }
    }
}
