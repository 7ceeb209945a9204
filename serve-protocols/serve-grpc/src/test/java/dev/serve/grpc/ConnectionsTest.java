package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that carry calls. */
class ConnectionsTest {

    private static int open(GrpcServer server) {
        return server.server().pool("rpc").metrics().active();
    }

    @Test
    void anIdleOneIsAskedToGo() {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(
                                                grpc ->
                                                        grpc.maxConnectionIdle(
                                                                Duration.ofMillis(200)))
                                        .routing(routes -> routes.grpc(Texts.echo())))) {
            ManagedChannel channel = server.channel();
            assertThat(Texts.call(channel, "one")).isEqualTo("one");
            await().until(() -> open(server) == 0);
            assertThat(Texts.call(channel, "two")).isEqualTo("two");
        }
    }

    @Test
    void anOldOneGoesWhenItsGraceIsOver() throws InterruptedException {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.grpc(
                                                grpc ->
                                                        grpc.maxConnectionAge(
                                                                        Duration.ofMillis(300))
                                                                .ageGrace(Duration.ofMillis(300)))
                                        .routing(routes -> routes.grpc(Texts.bidi(_ -> idle()))))) {
            Texts.Answers answers = new Texts.Answers();
            ClientCalls.asyncBidiStreamingCall(
                    server.channel().newCall(Texts.BIDI, CallOptions.DEFAULT), answers);
            assertThat(answers.next()).isInstanceOf(Throwable.class);
            await().until(() -> open(server) == 0);
            await().until(() -> server.server().pool("rpc").metrics().inFlight() == 0);
        }
    }

    private static StreamObserver<String> idle() {
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        };
    }

    @Test
    void aThousandStreamsOverEightLoseNothing() throws InterruptedException {
        int each = 125;
        int messages = 20;
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.bidi(
                                                answer ->
                                                        new StreamObserver<>() {
                                                            @Override
                                                            public void onNext(String value) {
                                                                answer.onNext(value);
                                                            }

                                                            @Override
                                                            public void onError(Throwable e) {}

                                                            @Override
                                                            public void onCompleted() {
                                                                answer.onCompleted();
                                                            }
                                                        })))) {
            CountDownLatch done = new CountDownLatch(8 * each);
            AtomicInteger right = new AtomicInteger();
            for (int c = 0; c < 8; c++) {
                ManagedChannel channel = server.channel();
                for (int s = 0; s < each; s++) {
                    echo(channel, "stream " + c + "." + s + " ", messages, right, done);
                }
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(right).hasValue(8 * each);
            assertThat(server.server().pool("rpc").metrics().total()).isEqualTo(8);
            await().until(() -> server.server().pool("rpc").metrics().inFlight() == 0);
        }
    }

    private static void echo(
            ManagedChannel channel,
            String name,
            int messages,
            AtomicInteger right,
            CountDownLatch done) {
        List<String> sent = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        StreamObserver<String> client =
                ClientCalls.asyncBidiStreamingCall(
                        channel.newCall(Texts.BIDI, CallOptions.DEFAULT),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(String value) {
                                seen.add(value);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                done.countDown();
                            }

                            @Override
                            public void onCompleted() {
                                if (seen.equals(sent)) {
                                    right.incrementAndGet();
                                }
                                done.countDown();
                            }
                        });
        for (int i = 0; i < messages; i++) {
            sent.add(name + i);
        }
        sent.forEach(client::onNext);
        client.onCompleted();
    }

    @Test
    void clientsThatVanishLeaveNothing() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(50);
        CountDownLatch interrupted = new CountDownLatch(50);
        try (GrpcServer server =
                GrpcServer.of(
                        routes ->
                                routes.grpc(
                                        Texts.unary(
                                                (_, _) -> {
                                                    inside.countDown();
                                                    try {
                                                        new CountDownLatch(1).await();
                                                    } catch (InterruptedException e) {
                                                        interrupted.countDown();
                                                    }
                                                })))) {
            ManagedChannel channel = server.channel();
            for (int i = 0; i < 50; i++) {
                ClientCalls.asyncUnaryCall(
                        channel.newCall(Texts.UNARY, CallOptions.DEFAULT),
                        "x",
                        new Texts.Answers());
            }
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            channel.shutdownNow();
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            await().until(() -> open(server) == 0);
            await().until(() -> server.server().pool("rpc").metrics().inFlight() == 0);
        }
    }
}
