package dev.serve.observe;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls of a service that says how it is to answer, and the service. Any thread. */
final class HealthCalls {

    /** The one method that is called. */
    static final String CHECK = "grpc.health.v1.Health/Check";

    private HealthCalls() {}

    /** A service: {@code gone} is not found, {@code fail} fails; what is asked for is heard. */
    static final class Service extends HealthGrpc.HealthImplBase {

        private final Consumer<String> heard;

        Service(Consumer<String> heard) {
            this.heard = heard;
        }

        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
            heard.accept(request.getService());
            switch (request.getService()) {
                case "gone" -> answer.onError(Status.NOT_FOUND.asRuntimeException());
                case "fail" -> answer.onError(Status.INTERNAL.asRuntimeException());
                default -> {
                    answer.onNext(HealthCheckResponse.getDefaultInstance());
                    answer.onCompleted();
                }
            }
        }
    }

    /**
     * Calls, one after the other on one connection; each answers as its service says.
     *
     * @param traceparent what every call sends with it; empty for nothing
     */
    static void check(int port, String traceparent, String... services)
            throws InterruptedException {
        ManagedChannel channel =
                Grpc.newChannelBuilder(
                                "dns:///127.0.0.1:" + port, InsecureChannelCredentials.create())
                        .build();
        try {
            Metadata fields = new Metadata();
            if (!traceparent.isEmpty()) {
                fields.put(
                        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                        traceparent);
            }
            HealthGrpc.HealthBlockingStub stub =
                    HealthGrpc.newBlockingStub(channel)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(fields));
            for (String service : services) {
                check(stub, service);
            }
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static void check(HealthGrpc.HealthBlockingStub stub, String service) {
        Status.Code code = Status.Code.OK;
        try {
            stub.check(HealthCheckRequest.newBuilder().setService(service).build());
        } catch (StatusRuntimeException e) {
            code = e.getStatus().getCode();
        }
        Status.Code expected =
                switch (service) {
                    case "gone" -> Status.Code.NOT_FOUND;
                    case "fail" -> Status.Code.INTERNAL;
                    default -> Status.Code.OK;
                };
        if (code != expected) {
            throw new AssertionError(service + ": " + code + " (expected: " + expected + ")");
        }
    }
}
