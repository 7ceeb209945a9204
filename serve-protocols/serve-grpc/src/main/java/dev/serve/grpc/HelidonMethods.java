package dev.serve.grpc;

import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.helidon.webserver.grpc.GrpcService;
import java.util.Locale;

/**
 * The methods that a service of Helidon's registers, with messages of the classes that protobuf has
 * made for its file. Belongs to one thread.
 */
final class HelidonMethods implements GrpcService.Routing {

    private final ServiceDescriptor service;
    private final ClassLoader classes;
    private final ServerServiceDefinition.Builder definition;

    HelidonMethods(GrpcService registering) {
        FileDescriptor file = registering.proto();
        String name = registering.serviceName();
        ServiceDescriptor described =
                file.findServiceByName(name.substring(name.lastIndexOf('.') + 1));
        if (described == null) {
            throw new IllegalArgumentException(
                    "service: \"" + name + "\" (expected: one of " + file.getName() + ")");
        }
        this.service = described;
        this.classes = registering.getClass().getClassLoader();
        this.definition = ServerServiceDefinition.builder(described.getFullName());
    }

    ServerServiceDefinition definition() {
        return definition.build();
    }

    @Override
    public <Q, R> GrpcService.Routing unary(String method, ServerCalls.UnaryMethod<Q, R> handler) {
        return add(method, MethodType.UNARY, ServerCalls.asyncUnaryCall(handler));
    }

    @Override
    public <Q, R> GrpcService.Routing bidi(
            String method, ServerCalls.BidiStreamingMethod<Q, R> handler) {
        return add(method, MethodType.BIDI_STREAMING, ServerCalls.asyncBidiStreamingCall(handler));
    }

    @Override
    public <Q, R> GrpcService.Routing serverStream(
            String method, ServerCalls.ServerStreamingMethod<Q, R> handler) {
        return add(
                method, MethodType.SERVER_STREAMING, ServerCalls.asyncServerStreamingCall(handler));
    }

    @Override
    public <Q, R> GrpcService.Routing clientStream(
            String method, ServerCalls.ClientStreamingMethod<Q, R> handler) {
        return add(
                method, MethodType.CLIENT_STREAMING, ServerCalls.asyncClientStreamingCall(handler));
    }

    private <Q, R> HelidonMethods add(
            String name, MethodType type, ServerCallHandler<Q, R> handler) {
        var method = service.findMethodByName(name);
        if (method == null) {
            throw new IllegalArgumentException(
                    "method: \"" + name + "\" (expected: one of " + service.getFullName() + ")");
        }
        definition.addMethod(
                MethodDescriptor.<Q, R>newBuilder()
                        .setType(type)
                        .setFullMethodName(
                                MethodDescriptor.generateFullMethodName(
                                        service.getFullName(), name))
                        .setRequestMarshaller(marshaller(method.getInputType()))
                        .setResponseMarshaller(marshaller(method.getOutputType()))
                        .build(),
                handler);
        return this;
    }

    /** Whether the handler means these messages nobody can check. */
    @SuppressWarnings("unchecked")
    private <T> MethodDescriptor.Marshaller<T> marshaller(Descriptor type) {
        String name = className(type);
        try {
            Message sample =
                    (Message)
                            Class.forName(name, true, classes)
                                    .getMethod("getDefaultInstance")
                                    .invoke(null);
            return (MethodDescriptor.Marshaller<T>) ProtoUtils.marshaller(sample);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "message "
                            + type.getFullName()
                            + ": no class "
                            + name
                            + " (expected: that which protobuf makes of "
                            + type.getFile().getName()
                            + ")",
                    e);
        }
    }

    /** As protoc names it: package, outer class unless there are many files, containing types. */
    private static String className(Descriptor type) {
        StringBuilder name = new StringBuilder(type.getName());
        for (Descriptor outer = type.getContainingType();
                outer != null;
                outer = outer.getContainingType()) {
            name.insert(0, outer.getName() + "$");
        }
        FileDescriptor file = type.getFile();
        FileOptions options = file.getOptions();
        if (!options.getJavaMultipleFiles()) {
            name.insert(0, outerClass(file) + "$");
        }
        String pack = options.hasJavaPackage() ? options.getJavaPackage() : file.getPackage();
        return pack.isEmpty() ? name.toString() : pack + "." + name;
    }

    private static String outerClass(FileDescriptor file) {
        if (file.getOptions().hasJavaOuterClassname()) {
            return file.getOptions().getJavaOuterClassname();
        }
        String path = file.getName();
        String base = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.proto$", "");
        StringBuilder name = new StringBuilder();
        for (String word : base.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word, 1, word.length());
            }
        }
        boolean taken =
                file.getMessageTypes().stream().anyMatch(t -> t.getName().contentEquals(name))
                        || file.getEnumTypes().stream()
                                .anyMatch(t -> t.getName().contentEquals(name))
                        || file.getServices().stream()
                                .anyMatch(t -> t.getName().contentEquals(name));
        return taken ? name + "OuterClass" : name.toString();
    }
}
