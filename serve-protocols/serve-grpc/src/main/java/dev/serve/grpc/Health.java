package dev.serve.grpc;

import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolView;
import dev.serve.api.spi.Readiness;
import dev.serve.api.spi.Sweeper;
import dev.serve.grpc.call.CallTaker;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.helidon.common.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code grpc.health.v1}: a listener serves all it has, or nothing: not from the beginning of a
 * stop on, its drain delay included, and not while its pool is overloaded, so that balancers send
 * new connections elsewhere; calls are served either way. A watcher is told NOT_SERVING at the
 * latest when its connection takes nothing new, and in the end UNAVAILABLE: nobody waits for it.
 */
final class Health extends HealthGrpc.HealthImplBase {

    private static final String ALL = "";

    /** As the protocol has it. */
    private static final int MOST_LISTED = 100;

    /** How soon a change of the pool is told, at the latest. */
    private static final long ROUND_NANOS = Duration.ofMillis(500).toNanos();

    private final Set<String> services;
    private final Sweeper<HealthWatcher> watchers =
            new Sweeper<>("serve-grpc-health", Health::look);

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
            Context context = CallTaker.SERVED.get();
            answer.onNext(response(now(context)));
            answer.onCompleted();
            readiness(context).told();
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
        Context context = CallTaker.SERVED.get();
        boolean known = services.contains(asked.getService());
        HealthWatcher watcher =
                new HealthWatcher(
                        answer, () -> known ? now(context) : ServingStatus.SERVICE_UNKNOWN);
        Readiness readiness = readiness(context);
        Runnable wake = watchers::wake;
        if (answer instanceof ServerCallStreamObserver<HealthCheckResponse> call) {
            // Else what is said after the client has gone throws.
            call.setOnCancelHandler(
                    () -> {
                        readiness.forget(wake);
                        watcher.gone();
                        watchers.remove(watcher);
                    });
        }
        watcher.look();
        watchers.add(watcher);
        readiness.whenEnding(wake);
        CallTaker.TAKER
                .get()
                .whenClosing(
                        () -> {
                            readiness.forget(wake);
                            watcher.letGo();
                            watchers.remove(watcher);
                        });
    }

    private static long look(Iterable<HealthWatcher> watching, long now) {
        watching.forEach(HealthWatcher::look);
        return ROUND_NANOS;
    }

    /** The methods that the library knows, and List. */
    ServerServiceDefinition withList() {
        ServerServiceDefinition known = bindService();
        ServiceDescriptor.Builder described =
                ServiceDescriptor.newBuilder(HealthGrpc.SERVICE_NAME)
                        .setSchemaDescriptor(known.getServiceDescriptor().getSchemaDescriptor());
        known.getServiceDescriptor().getMethods().forEach(described::addMethod);
        ServerServiceDefinition.Builder all =
                ServerServiceDefinition.builder(described.addMethod(HealthList.METHOD).build());
        known.getMethods().forEach(all::addMethod);
        return all.addMethod(HealthList.METHOD, ServerCalls.asyncUnaryCall(this::list)).build();
    }

    private void list(
            Map<String, HealthCheckResponse> asked,
            StreamObserver<Map<String, HealthCheckResponse>> answer) {
        if (services.size() > MOST_LISTED) {
            answer.onError(
                    Status.RESOURCE_EXHAUSTED
                            .withDescription(
                                    services.size()
                                            + " services (expected: at most "
                                            + MOST_LISTED
                                            + ")")
                            .asRuntimeException());
            return;
        }
        HealthCheckResponse status = response(now(CallTaker.SERVED.get()));
        Map<String, HealthCheckResponse> statuses = new TreeMap<>();
        services.forEach(service -> statuses.put(service, status));
        answer.onNext(statuses);
        answer.onCompleted();
    }

    private static ServingStatus now(Context context) {
        boolean full =
                context.get(PoolView.class)
                        .filter(pool -> pool.health().status() == HealthStatus.OVERLOADED)
                        .isPresent();
        return full || !readiness(context).isReady()
                ? ServingStatus.NOT_SERVING
                : ServingStatus.SERVING;
    }

    /** The server's, or one that is always ready where there is no server of ours. */
    private static Readiness readiness(Context context) {
        return context.get(Readiness.class).orElseGet(Readiness::new);
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
