package dev.serve.grpc;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.InternalServer;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code grpc.reflection}, v1 and v1alpha, by grpc-java's own services, which look for a server of
 * grpc-java in the context of their calls: what they find here are the services of a listener.
 */
final class Reflection {

    private Reflection() {}

    /** The two services, which tell of these and of themselves. */
    static List<ServerServiceDefinition> of(List<ServerServiceDefinition> services) {
        List<ServerServiceDefinition> both =
                List.of(
                        ProtoReflectionServiceV1.newInstance().bindService(),
                        alpha().bindService());
        // Under other conditions a service may be there twice, which its index does not take.
        Map<String, ServerServiceDefinition> told = new LinkedHashMap<>();
        both.forEach(service -> told.put(service.getServiceDescriptor().getName(), service));
        services.forEach(
                service -> told.putIfAbsent(service.getServiceDescriptor().getName(), service));
        Server listed = new Listed(List.copyOf(told.values()));
        ServerInterceptor knowing =
                new ServerInterceptor() {
                    @Override
                    public <Q, R> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                        return Contexts.interceptCall(
                                Context.current()
                                        .withValue(InternalServer.SERVER_CONTEXT_KEY, listed),
                                call,
                                headers,
                                next);
                    }
                };
        List<ServerServiceDefinition> knowingBoth = new ArrayList<>();
        for (ServerServiceDefinition service : both) {
            knowingBoth.add(ServerInterceptors.intercept(service, knowing));
        }
        return knowingBoth;
    }

    /** Deprecated, but what older clients ask for. */
    @SuppressWarnings("deprecation")
    private static BindableService alpha() {
        return ProtoReflectionService.newInstance();
    }

    /** As much of a server of grpc-java as the two services ask: its list. It cannot be run. */
    private static final class Listed extends Server {

        private final List<ServerServiceDefinition> services;

        Listed(List<ServerServiceDefinition> services) {
            this.services = services;
        }

        @Override
        public List<ServerServiceDefinition> getServices() {
            return services;
        }

        @Override
        public List<ServerServiceDefinition> getImmutableServices() {
            return services;
        }

        @Override
        public List<ServerServiceDefinition> getMutableServices() {
            return List.of();
        }

        @Override
        public Server start() {
            throw notRun();
        }

        @Override
        public Server shutdown() {
            throw notRun();
        }

        @Override
        public Server shutdownNow() {
            throw notRun();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            throw notRun();
        }

        @Override
        public void awaitTermination() {
            throw notRun();
        }

        private static UnsupportedOperationException notRun() {
            return new UnsupportedOperationException(
                    "a list of services is no server to run (expected: stop the server of Serve)");
        }
    }
}
