package dev.serve.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.helidon.webserver.grpc.GrpcMethodDescriptor;
import io.helidon.webserver.grpc.GrpcService;
import io.helidon.webserver.grpc.GrpcServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Services as users of Helidon's gRPC have written them, for our routes: {@code
 * routes.grpc(HelidonGrpc.service(new Greeter()))}. Needs helidon-webserver-grpc, which is not
 * brought along. Stateless.
 *
 * <p>A finished {@code GrpcRouting} of Helidon's does not tell what is in it: give the services
 * that it was made of instead. Those that are grpc-java's go onto our routes as they are.
 */
public final class HelidonGrpc {

    private HelidonGrpc() {}

    /**
     * A service that registers its methods itself.
     *
     * @throws IllegalArgumentException if a method is not in its {@code proto()}, or the classes of
     *     its messages cannot be found
     */
    @SuppressWarnings("exports") // who has none of Helidon's gRPC has none of these
    public static ServerServiceDefinition service(GrpcService service) {
        HelidonMethods methods = new HelidonMethods(service);
        service.update(methods);
        return methods.definition();
    }

    /** A service that Helidon describes, with its interceptors and values of context. */
    @SuppressWarnings("exports") // as above
    public static ServerServiceDefinition service(GrpcServiceDescriptor service) {
        ServerServiceDefinition.Builder definition =
                ServerServiceDefinition.builder(service.fullName());
        service.methods().forEach(method -> add(definition, service, method));
        return definition.build();
    }

    private static <Q, R> void add(
            ServerServiceDefinition.Builder definition,
            GrpcServiceDescriptor service,
            GrpcMethodDescriptor<Q, R> method) {
        List<ServerInterceptor> interceptors = new ArrayList<>();
        interceptors.add(valued(service.context()));
        interceptors.add(valued(method.context()));
        service.interceptors().forEach(interceptors::add);
        method.interceptors().forEach(interceptors::add);
        ServerCallHandler<Q, R> handler = method.callHandler();
        for (ServerInterceptor interceptor : interceptors.reversed()) {
            ServerCallHandler<Q, R> inner = handler;
            handler = (call, headers) -> interceptor.interceptCall(call, headers, inner);
        }
        definition.addMethod(method.descriptor(), handler);
    }

    private static ServerInterceptor valued(Map<Context.Key<?>, Object> values) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                if (values.isEmpty()) {
                    return next.startCall(call, headers);
                }
                Context context = Context.current();
                for (Map.Entry<Context.Key<?>, Object> value : values.entrySet()) {
                    context = with(context, value.getKey(), value.getValue());
                }
                return Contexts.interceptCall(context, call, headers, next);
            }
        };
    }

    /** Helidon keeps pairs that were given together. */
    @SuppressWarnings("unchecked")
    private static <V> Context with(Context context, Context.Key<V> key, Object value) {
        return context.withValue(key, (V) value);
    }
}
