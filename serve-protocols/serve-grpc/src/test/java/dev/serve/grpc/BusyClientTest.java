package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The budgets against floods are for attackers: grpc-java at full speed has one connection. */
class BusyClientTest {

    private static final int CALLS = 10_000;
    private static final int STREAMS = 1_000;

    @Test
    void aThousandStreamsAtATimeAreNeverCut() throws InterruptedException {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.http2(http2 -> http2.maxConcurrentStreams(STREAMS))
                                        .routing(routes -> routes.grpc(Texts.echo())))) {
            ManagedChannel channel = server.channel();
            Calls calls = new Calls();
            for (int i = 0; i < CALLS; i++) {
                assertThat(calls.free.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
                ClientCalls.asyncUnaryCall(
                        channel.newCall(Texts.UNARY, CallOptions.DEFAULT),
                        "x".repeat(i % 2_000),
                        calls);
            }
            assertThat(calls.ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(calls.failed).hasValue(0);
            assertThat(server.server().pool("rpc").metrics().total()).isEqualTo(1);
        }
    }

    /** What all calls tell. */
    private static final class Calls implements StreamObserver<String> {

        private final Semaphore free = new Semaphore(STREAMS);
        private final CountDownLatch ended = new CountDownLatch(CALLS);
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void onNext(String value) {
            // Its end says whether it was well.
        }

        @Override
        public void onError(Throwable failure) {
            failed.incrementAndGet();
            onCompleted();
        }

        @Override
        public void onCompleted() {
            free.release();
            ended.countDown();
        }
    }
}
