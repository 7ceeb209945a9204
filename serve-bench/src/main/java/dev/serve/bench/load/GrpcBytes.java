package dev.serve.bench.load;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The service that is measured, the same on every side: {@code Echo} gives back what it gets,
 * {@code Many} answers with as many messages as it is told. Its messages are bytes, so that nobody
 * measures protobuf.
 */
final class GrpcBytes implements BindableService {

    static final String ECHO_PATH = "/bench.Bytes/Echo";
    static final String MANY_PATH = "/bench.Bytes/Many";

    /** Bytes of each message of {@code Many}. */
    static final int MESSAGE = 64;

    private static final String SERVICE = "bench.Bytes";
    private static final byte[] TEXT =
            "abcdefgh".repeat(MESSAGE / 8).getBytes(StandardCharsets.US_ASCII);

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(
                        method(ECHO_PATH, MethodType.UNARY),
                        ServerCalls.asyncUnaryCall(GrpcBytes::echo))
                .addMethod(
                        method(MANY_PATH, MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall(GrpcBytes::many))
                .build();
    }

    private static MethodDescriptor<byte[], byte[]> method(String path, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(path.substring(1))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static void echo(byte[] request, StreamObserver<byte[]> answer) {
        answer.onNext(request);
        answer.onCompleted();
    }

    private static void many(byte[] request, StreamObserver<byte[]> answer) {
        int count = Integer.parseInt(new String(request, StandardCharsets.US_ASCII));
        for (int i = 0; i < count; i++) {
            answer.onNext(TEXT);
        }
        answer.onCompleted();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
