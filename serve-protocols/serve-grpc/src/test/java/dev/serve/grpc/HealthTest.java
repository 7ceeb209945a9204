package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serve.api.config.ShutdownOptions;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients ask whether there is service. */
class HealthTest {

    private static HealthCheckRequest of(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    private static BlockingQueue<Object> watch(GrpcServer server, String service) {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        HealthGrpc.newStub(server.channel())
                .watch(
                        of(service),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(HealthCheckResponse response) {
                                told.add(response.getStatus());
                            }

                            @Override
                            public void onError(Throwable failure) {
                                told.add(Status.fromThrowable(failure).getCode());
                            }

                            @Override
                            public void onCompleted() {
                                told.add("completed");
                            }
                        });
        return told;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "texts"})
    void servesTheWholeAndItsServices(String service) {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            assertThat(HealthGrpc.newBlockingStub(server.channel()).check(of(service)).getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void aCheckOfAnUnknownServiceIsNotFound() {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            StatusRuntimeException refused =
                    catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> HealthGrpc.newBlockingStub(server.channel()).check(of("other")));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        }
    }

    @Test
    void aWatcherIsToldOfAStopAndLetGo() throws InterruptedException {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            BlockingQueue<Object> all = watch(server, "");
            BlockingQueue<Object> unknown = watch(server, "other");
            assertThat(Texts.taken(all)).isEqualTo(ServingStatus.SERVING);
            assertThat(Texts.taken(unknown)).isEqualTo(ServingStatus.SERVICE_UNKNOWN);
            assertThat(server.server().stop().cut()).isZero();
            assertThat(Texts.taken(all)).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(Texts.taken(all)).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(Texts.taken(unknown)).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void aServerThatIsAboutToStopSaysSoAndStillServes() throws Exception {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            BlockingQueue<Object> all = watch(server, "");
            assertThat(Texts.taken(all)).isEqualTo(ServingStatus.SERVING);
            Thread stopping =
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            server.server()
                                                    .gracefulShutdown(
                                                            ShutdownOptions.AS_CONFIGURED
                                                                    .drainDelay(
                                                                            Duration.ofSeconds(
                                                                                    20))));
            assertThat(Texts.taken(all)).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(server.server().isReady()).isFalse();
            assertThat(HealthGrpc.newBlockingStub(server.channel()).check(of("")).getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
            server.server().stopNow();
            assertThat(Texts.taken(all)).isEqualTo(Status.Code.UNAVAILABLE);
            stopping.join();
        }
    }

    @Test
    void anOverloadedPoolServesNobodyNew() throws Exception {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.pool(pool -> pool.maxConnections(10))
                                        .routing(routes -> routes.grpc(Texts.echo())))) {
            ManagedChannel channel = server.channel();
            BlockingQueue<Object> all = watch(server, "");
            assertThat(Texts.taken(all)).isEqualTo(ServingStatus.SERVING);
            List<Socket> crowd = new ArrayList<>();
            try {
                assertThat(Texts.call(channel, "x")).isEqualTo("x");
                for (int i = 0; i < 8; i++) {
                    crowd.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                }
                assertThat(Texts.taken(all)).isEqualTo(ServingStatus.NOT_SERVING);
                assertThat(HealthGrpc.newBlockingStub(channel).check(of("")).getStatus())
                        .isEqualTo(ServingStatus.NOT_SERVING);
                assertThat(Texts.call(channel, "those inside go on"))
                        .isEqualTo("those inside go on");
            } finally {
                for (Socket socket : crowd) {
                    socket.close();
                }
            }
            assertThat(Texts.taken(all)).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void listsAllServices() {
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(Texts.echo()))) {
            HealthCheckResponse serving =
                    HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build();
            assertThat(
                            ClientCalls.blockingUnaryCall(
                                    server.channel(),
                                    HealthList.METHOD,
                                    CallOptions.DEFAULT,
                                    Map.of()))
                    .isEqualTo(Map.of("", serving, "texts", serving));
        }
    }

    @Test
    void aServiceOfTheUsersOwnAnswersInstead() {
        HealthGrpc.HealthImplBase ill =
                new HealthGrpc.HealthImplBase() {
                    @Override
                    public void check(
                            HealthCheckRequest asked, StreamObserver<HealthCheckResponse> answer) {
                        answer.onNext(
                                HealthCheckResponse.newBuilder()
                                        .setStatus(ServingStatus.NOT_SERVING)
                                        .build());
                        answer.onCompleted();
                    }
                };
        try (GrpcServer server = GrpcServer.of(routes -> routes.grpc(ill))) {
            assertThat(HealthGrpc.newBlockingStub(server.channel()).check(of("")).getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
        }
    }
}
