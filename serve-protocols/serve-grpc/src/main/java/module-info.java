/** gRPC on our listeners: grpc-java's services on the streams of our HTTP/2 engine. */
module dev.serve.grpc {
    requires transitive dev.serve.api;
    requires transitive io.grpc;
    requires com.google.gson;
    requires com.google.protobuf;
    requires com.google.protobuf.util;
    requires io.grpc.protobuf;
    requires io.grpc.services;
    requires io.grpc.stub;
    requires proto.google.common.protos;
    requires static io.helidon.grpc.core;
    requires static io.helidon.webserver.grpc;
    requires static org.jspecify;

    exports dev.serve.grpc;

    provides dev.serve.api.spi.ProtocolProvider with
            dev.serve.grpc.GrpcProtocol;
}
