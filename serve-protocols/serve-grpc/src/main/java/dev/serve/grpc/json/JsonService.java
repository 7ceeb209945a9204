package dev.serve.grpc.json;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What protobuf tells of the methods of one service. Stateless. */
public final class JsonService {

    private static final ExtensionRegistry HTTP = http();

    private JsonService() {}

    private static ExtensionRegistry http() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        registry.add(AnnotationsProto.http);
        return registry;
    }

    /** The methods of a service that protobuf has made; those it knows nothing of are left out. */
    public static List<JsonMethod> methods(ServerServiceDefinition service) {
        List<JsonMethod> methods = new ArrayList<>();
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            if (method.getMethodDescriptor().getSchemaDescriptor()
                    instanceof ProtoMethodDescriptorSupplier known) {
                Descriptors.MethodDescriptor proto = known.getMethodDescriptor();
                methods.add(
                        new JsonMethod(
                                method,
                                proto,
                                prototype(
                                        method.getMethodDescriptor().getRequestMarshaller(),
                                        proto.getInputType()),
                                prototype(
                                        method.getMethodDescriptor().getResponseMarshaller(),
                                        proto.getOutputType())));
            }
        }
        return methods;
    }

    private static Message prototype(
            MethodDescriptor.Marshaller<?> marshaller, Descriptors.Descriptor type) {
        return marshaller instanceof MethodDescriptor.PrototypeMarshaller<?> known
                        && known.getMessagePrototype() instanceof Message message
                ? message
                : DynamicMessage.getDefaultInstance(type);
    }

    /** What may stand in an Any: the types of these services, and those of google/rpc. */
    public static JsonFormat.TypeRegistry types(List<ServerServiceDefinition> services) {
        JsonFormat.TypeRegistry.Builder types =
                JsonFormat.TypeRegistry.newBuilder().add(ErrorInfo.getDescriptor());
        for (ServerServiceDefinition service : services) {
            for (JsonMethod method : methods(service)) {
                types.add(method.proto().getInputType()).add(method.proto().getOutputType());
            }
        }
        return types.build();
    }

    /**
     * The ways to a method that its {@code google.api.http} tells, in order.
     *
     * @param problems gets what is wrong with them, as phrases
     */
    public static List<Binding> bindings(JsonMethod method, List<String> problems) {
        List<Binding> bindings = new ArrayList<>();
        HttpRule rule = rule(method);
        if (rule != null && !method.clientStreams()) {
            add(method, rule, bindings, problems);
            for (HttpRule additional : rule.getAdditionalBindingsList()) {
                add(method, additional, bindings, problems);
            }
        }
        return bindings;
    }

    private static void add(
            JsonMethod method, HttpRule rule, List<Binding> bindings, List<String> problems) {
        try {
            Binding binding = Binding.of(method, rule);
            if (binding != null) {
                bindings.add(binding);
            }
        } catch (IllegalArgumentException e) {
            problems.add("google.api.http of " + method.name() + ": " + e.getMessage());
        }
    }

    /** Read anew, for whoever made the descriptor may not have known the extension. */
    private static @Nullable HttpRule rule(JsonMethod method) {
        try {
            MethodOptions options =
                    MethodOptions.parseFrom(method.proto().getOptions().toByteString(), HTTP);
            return options.hasExtension(AnnotationsProto.http)
                    ? options.getExtension(AnnotationsProto.http)
                    : null;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("options that were written cannot be read", e);
        }
    }
}
