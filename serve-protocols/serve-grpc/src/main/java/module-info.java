/** gRPC on our listeners: grpc-java's services on the streams of our HTTP/2 engine. */
module dev.serve.grpc {
    requires transitive dev.serve.api;
    requires transitive io.grpc;
    requires io.grpc.services;
    requires io.grpc.stub;
    requires static org.jspecify;

    exports dev.serve.grpc;

    provides dev.serve.api.spi.ProtocolProvider with
            dev.serve.grpc.GrpcProtocol;
}
