package dev.serve.grpc;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One who watches: is told what it has not heard yet. Thread-safe. */
final class HealthWatcher {

    private final StreamObserver<HealthCheckResponse> answer;
    private final Supplier<ServingStatus> status;
    private @Nullable ServingStatus told; // guarded by this
    private boolean over; // guarded by this

    HealthWatcher(StreamObserver<HealthCheckResponse> answer, Supplier<ServingStatus> status) {
        this.answer = answer;
        this.status = status;
    }

    /** Looks, and tells what has changed. */
    synchronized void look() {
        tell(status.get());
    }

    /** The connection goes away: nothing is served on it, and nobody waits for who watches. */
    synchronized void letGo() {
        if (told != ServingStatus.SERVICE_UNKNOWN) {
            tell(ServingStatus.NOT_SERVING);
        }
        if (!over) {
            over = true;
            answer.onError(
                    Status.UNAVAILABLE
                            .withDescription("The connection takes nothing new")
                            .asRuntimeException());
        }
    }

    /** The client has gone. */
    synchronized void gone() {
        over = true;
    }

    private void tell(ServingStatus now) {
        if (!over && now != told) {
            told = now;
            answer.onNext(HealthCheckResponse.newBuilder().setStatus(now).build());
        }
    }
}
