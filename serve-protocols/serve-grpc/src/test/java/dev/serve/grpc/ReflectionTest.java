package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.testing.integration.TestServiceGrpc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients ask what services there are. */
class ReflectionTest {

    private static final BindableService SERVICE = new TestServiceGrpc.TestServiceImplBase() {};

    private static GrpcServer server(boolean reflection) {
        return GrpcServer.listening(
                listener ->
                        listener.grpc(grpc -> grpc.reflection(reflection))
                                .routing(
                                        routes ->
                                                routes.grpc(Texts.echo())
                                                        .grpc(SERVICE)
                                                        .header(
                                                                "X-Other",
                                                                "yes",
                                                                others -> others.grpc(SERVICE))));
    }

    /** One question, one answer; ClientCalls sends a half-close after it. */
    private static <Q, R> R ask(GrpcServer server, MethodDescriptor<Q, R> method, Q question) {
        return ClientCalls.blockingServerStreamingCall(
                        server.channel(), method, CallOptions.DEFAULT, question)
                .next();
    }

    private static ServerReflectionRequest listing() {
        return ServerReflectionRequest.newBuilder().setListServices("").build();
    }

    private static List<String> names(ListServiceResponse listed) {
        return listed.getServiceList().stream().map(ServiceResponse::getName).toList();
    }

    @Test
    void v1ListsTheServicesOfTheListener() {
        try (GrpcServer server = server(true)) {
            ServerReflectionResponse answer =
                    ask(server, ServerReflectionGrpc.getServerReflectionInfoMethod(), listing());
            assertThat(names(answer.getListServicesResponse()))
                    .contains(
                            "grpc.testing.TestService",
                            "grpc.reflection.v1.ServerReflection",
                            "grpc.reflection.v1alpha.ServerReflection")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void v1FindsTheFileOfAMethod() {
        try (GrpcServer server = server(true)) {
            ServerReflectionResponse answer =
                    ask(
                            server,
                            ServerReflectionGrpc.getServerReflectionInfoMethod(),
                            ServerReflectionRequest.newBuilder()
                                    .setFileContainingSymbol("grpc.testing.TestService.UnaryCall")
                                    .build());
            assertThat(answer.getFileDescriptorResponse().getFileDescriptorProtoList())
                    .anySatisfy(
                            file ->
                                    assertThat(file.toStringUtf8())
                                            .contains("grpc/testing/test.proto"));
        }
    }

    @Test
    void v1alphaAnswersToo() {
        try (GrpcServer server = server(true)) {
            var answer =
                    ask(
                            server,
                            io.grpc.reflection.v1alpha.ServerReflectionGrpc
                                    .getServerReflectionInfoMethod(),
                            io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                                    .setListServices("")
                                    .build());
            assertThat(answer.getListServicesResponse().getServiceList())
                    .anySatisfy(
                            service ->
                                    assertThat(service.getName())
                                            .isEqualTo("grpc.testing.TestService"));
        }
    }

    @Test
    void isNotThereUnlessAskedFor() {
        try (GrpcServer server = server(false)) {
            StatusRuntimeException refused =
                    catchThrowableOfType(
                            StatusRuntimeException.class,
                            () ->
                                    ask(
                                            server,
                                            ServerReflectionGrpc.getServerReflectionInfoMethod(),
                                            listing()));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        }
    }
}
