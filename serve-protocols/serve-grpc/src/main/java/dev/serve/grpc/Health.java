package dev.serve.grpc;

import dev.serve.api.spi.Readiness;
import dev.serve.grpc.call.CallTaker;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code grpc.health.v1}: a listener that takes calls serves all it has, until its server begins to
 * stop. A watcher is told NOT_SERVING then, or when its connection takes nothing new, and in the
 * end UNAVAILABLE: nobody waits for it.
 */
final class Health extends HealthGrpc.HealthImplBase {

    private static final String ALL = "";

    private final Set<String> services;

    Health(List<ServerServiceDefinition> services) {
        this.services =
                Stream.concat(
                                Stream.of(ALL),
                                services.stream()
                                        .map(service -> service.getServiceDescriptor().getName()))
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void check(HealthCheckRequest asked, StreamObserver<HealthCheckResponse> answer) {
        if (services.contains(asked.getService())) {
            boolean ready = readiness().isReady();
            answer.onNext(response(ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING));
            answer.onCompleted();
        } else {
            answer.onError(
                    Status.NOT_FOUND
                            .withDescription(
                                    "service: \""
                                            + asked.getService()
                                            + "\" (expected: one of this listener)")
                            .asRuntimeException());
        }
    }

    @Override
    public void watch(HealthCheckRequest asked, StreamObserver<HealthCheckResponse> answer) {
        Watcher watcher = new Watcher(answer, services.contains(asked.getService()));
        Readiness readiness = readiness();
        Runnable ending = watcher::notServing;
        if (answer instanceof ServerCallStreamObserver<HealthCheckResponse> call) {
            // Else what is said after the client has gone throws.
            call.setOnCancelHandler(() -> readiness.forget(ending));
        }
        watcher.begin();
        readiness.whenEnding(ending);
        CallTaker.TAKER
                .get()
                .whenClosing(
                        () -> {
                            readiness.forget(ending);
                            watcher.end();
                        });
    }

    /** The server's, or one that is always ready where there is no server of ours. */
    private static Readiness readiness() {
        return CallTaker.SERVED.get().get(Readiness.class).orElseGet(Readiness::new);
    }

    /** Somebody who wants to know of changes; told by several threads. */
    private static final class Watcher {

        private final StreamObserver<HealthCheckResponse> answer;
        private final boolean known;
        private boolean told; // guarded by this

        private Watcher(StreamObserver<HealthCheckResponse> answer, boolean known) {
            this.answer = answer;
            this.known = known;
        }

        synchronized void begin() {
            answer.onNext(response(known ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN));
        }

        synchronized void notServing() {
            if (known && !told) {
                told = true;
                answer.onNext(response(ServingStatus.NOT_SERVING));
            }
        }

        synchronized void end() {
            notServing();
            answer.onError(
                    Status.UNAVAILABLE
                            .withDescription("The connection takes nothing new")
                            .asRuntimeException());
        }
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
