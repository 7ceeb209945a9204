package dev.serve.grpc;

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
 * {@code grpc.health.v1}: a listener that takes calls serves all it has. A watcher is told
 * NOT_SERVING when its connection takes nothing new, and then UNAVAILABLE: nobody waits for it.
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
            answer.onNext(response(ServingStatus.SERVING));
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
        boolean known = services.contains(asked.getService());
        if (answer instanceof ServerCallStreamObserver<HealthCheckResponse> watcher) {
            // Else what is said after the client has gone throws.
            watcher.setOnCancelHandler(() -> {});
        }
        answer.onNext(response(known ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN));
        CallTaker.TAKER
                .get()
                .whenClosing(
                        () -> {
                            if (known) {
                                answer.onNext(response(ServingStatus.NOT_SERVING));
                            }
                            answer.onError(
                                    Status.UNAVAILABLE
                                            .withDescription("The connection takes nothing new")
                                            .asRuntimeException());
                        });
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
