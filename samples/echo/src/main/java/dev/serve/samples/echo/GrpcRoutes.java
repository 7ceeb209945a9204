package dev.serve.samples.echo;

import dev.serve.api.routing.Routes;
import io.grpc.ServerInterceptor;
import io.grpc.testing.integration.TestServiceImpl;
import java.util.concurrent.ForkJoinPool;

/**
 * {@code grpc.testing.TestService}, to which any interoperability client of gRPC can be pointed.
 */
final class GrpcRoutes {

    private GrpcRoutes() {}

    static void addTo(Routes routes) {
        routes.grpc(
                new TestServiceImpl(ForkJoinPool.commonPool()),
                TestServiceImpl.interceptors().toArray(ServerInterceptor[]::new));
    }
}
