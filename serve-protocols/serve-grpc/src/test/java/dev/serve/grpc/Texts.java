package dev.serve.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Services of one method {@code texts/<type>}, whose messages are texts, and calls of them. */
final class Texts {

    static final MethodDescriptor<String, String> UNARY = method(MethodType.UNARY);
    static final MethodDescriptor<String, String> SERVER = method(MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> CLIENT = method(MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<String, String> BIDI = method(MethodType.BIDI_STREAMING);

    private Texts() {}

    private static MethodDescriptor<String, String> method(MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("texts", type.name()))
                .setRequestMarshaller(new Utf8())
                .setResponseMarshaller(new Utf8())
                .build();
    }

    static ServerServiceDefinition unary(ServerCalls.UnaryMethod<String, String> handler) {
        return service(UNARY, ServerCalls.asyncUnaryCall(handler));
    }

    static ServerServiceDefinition server(
            ServerCalls.ServerStreamingMethod<String, String> handler) {
        return service(SERVER, ServerCalls.asyncServerStreamingCall(handler));
    }

    static ServerServiceDefinition bidi(ServerCalls.BidiStreamingMethod<String, String> handler) {
        return service(BIDI, ServerCalls.asyncBidiStreamingCall(handler));
    }

    static ServerServiceDefinition service(
            MethodDescriptor<String, String> method, ServerCallHandler<String, String> handler) {
        return ServerServiceDefinition.builder("texts").addMethod(method, handler).build();
    }

    /** Answers with the request. */
    static ServerServiceDefinition echo() {
        return unary(
                (request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                });
    }

    static String call(Channel channel, String request) {
        return call(channel, request, CallOptions.DEFAULT);
    }

    static String call(Channel channel, String request, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, UNARY, options, request);
    }

    private static final class Utf8 implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Keeps what comes. */
    static final class Answers implements StreamObserver<String> {
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        @Override
        public void onNext(String value) {
            events.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            events.add(failure);
        }

        @Override
        public void onCompleted() {
            events.add("completed");
        }

        Object next() throws InterruptedException {
            return taken(events);
        }
    }

    static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing happened within twenty seconds");
        }
        return next;
    }
}
