package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.helidon.webserver.grpc.GrpcService;
import io.helidon.webserver.grpc.GrpcServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services that were written for Helidon's gRPC are served by ours. */
class HelidonGrpcTest {

    private static final Context.Key<String> NAME = Context.key("name");

    private static Payload payload(String text) {
        return Payload.newBuilder().setBody(ByteString.copyFromUtf8(text)).build();
    }

    static void unary(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
        String name = NAME.get();
        answer.onNext(
                SimpleResponse.newBuilder()
                        .setUsername(name == null ? "nobody" : name)
                        .setPayload(request.getPayload())
                        .build());
        answer.onCompleted();
    }

    private static final class Tested implements GrpcService {

        @Override
        public FileDescriptor proto() {
            return io.grpc.testing.integration.Test.getDescriptor();
        }

        @Override
        public String serviceName() {
            return "TestService";
        }

        @Override
        public void update(Routing routing) {
            routing.unary("UnaryCall", HelidonGrpcTest::unary)
                    .serverStream("StreamingOutputCall", Tested::three);
        }

        private static void three(
                StreamingOutputCallRequest request,
                StreamObserver<StreamingOutputCallResponse> answer) {
            for (int i = 0; i < 3; i++) {
                answer.onNext(
                        StreamingOutputCallResponse.newBuilder()
                                .setPayload(request.getPayload())
                                .build());
            }
            answer.onCompleted();
        }
    }

    @Test
    void thatRegisterTheirMethods() {
        try (GrpcServer server =
                GrpcServer.of(routes -> routes.grpc(HelidonGrpc.service(new Tested())))) {
            var stub = TestServiceGrpc.newBlockingStub(server.channel());
            assertThat(
                            stub.unaryCall(
                                            SimpleRequest.newBuilder()
                                                    .setPayload(payload("hello"))
                                                    .build())
                                    .getPayload())
                    .isEqualTo(payload("hello"));
            List<Payload> streamed = new ArrayList<>();
            stub.streamingOutputCall(
                            StreamingOutputCallRequest.newBuilder()
                                    .setPayload(payload("again"))
                                    .build())
                    .forEachRemaining(response -> streamed.add(response.getPayload()));
            assertThat(streamed).hasSize(3).containsOnly(payload("again"));
        }
    }

    @Test
    void thatAreDescribedWithInterceptorsAndValues() {
        List<String> seen = new ArrayList<>();
        GrpcServiceDescriptor described =
                GrpcServiceDescriptor.builder(
                                new TestServiceGrpc.TestServiceImplBase() {
                                    @Override
                                    public void unaryCall(
                                            SimpleRequest request,
                                            StreamObserver<SimpleResponse> answer) {
                                        HelidonGrpcTest.unary(request, answer);
                                    }
                                })
                        .intercept(noting(seen, "first"))
                        .intercept("UnaryCall", noting(seen, "second"))
                        .addContextValue(NAME, "somebody")
                        .build();
        try (GrpcServer server =
                GrpcServer.of(routes -> routes.grpc(HelidonGrpc.service(described)))) {
            assertThat(
                            TestServiceGrpc.newBlockingStub(server.channel())
                                    .unaryCall(SimpleRequest.getDefaultInstance())
                                    .getUsername())
                    .isEqualTo("somebody");
            assertThat(seen).containsExactly("first", "second");
        }
    }

    private static ServerInterceptor noting(List<String> seen, String name) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                seen.add(name);
                return next.startCall(call, headers);
            }
        };
    }
}
