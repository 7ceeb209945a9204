package dev.serve.grpc;

import com.google.api.AnnotationsProto;
import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import com.google.protobuf.WrappersProto;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service {@code things.Things} of one message with fields of every kind, made from its
 * declaration; its methods answer with what they were asked, unless a test has its own.
 */
public final class Things {

    private static final String MESSAGE =
            """
            name: "things.proto" package: "things" syntax: "proto3"
            dependency: ["google/api/annotations.proto", "google/protobuf/any.proto",
                "google/protobuf/duration.proto", "google/protobuf/wrappers.proto"]
            enum_type { name: "Kind" value { name: "PLAIN" number: 0 } value { name: "FANCY" number: 1 } }
            message_type {
              name: "Thing"
              field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "theme" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "long_id" json_name: "longId" number: 3 type: TYPE_INT64 label: LABEL_OPTIONAL }
              field { name: "inner" number: 4 type: TYPE_MESSAGE type_name: ".things.Thing" label: LABEL_OPTIONAL }
              field { name: "tags" number: 5 type: TYPE_STRING label: LABEL_REPEATED }
              field { name: "kind" number: 6 type: TYPE_ENUM type_name: ".things.Kind" label: LABEL_OPTIONAL }
              field { name: "open" number: 7 type: TYPE_BOOL label: LABEL_OPTIONAL }
              field { name: "age" number: 8 type: TYPE_MESSAGE type_name: ".google.protobuf.Duration" label: LABEL_OPTIONAL }
              field { name: "detail" number: 9 type: TYPE_MESSAGE type_name: ".google.protobuf.Any" label: LABEL_OPTIONAL }
              field { name: "data" number: 10 type: TYPE_BYTES label: LABEL_OPTIONAL }
              field { name: "numbers" number: 11 type: TYPE_INT32 label: LABEL_REPEATED }
              field { name: "weight" number: 12 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
              field { name: "count" number: 13 type: TYPE_MESSAGE type_name: ".google.protobuf.Int32Value" label: LABEL_OPTIONAL }
            }
            """;

    /** The rules of the methods, as their declaration has them. */
    private static final Map<String, String> RULES = rules();

    private static Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put(
                "Get",
                "get: \"/v1/{name=things/*}\" additional_bindings { get: \"/v1/themes/{theme}\" }"
                        + " additional_bindings { get: \"/v1/{inner.name=inners/*/deep/*}\" }");
        rules.put("Files", "get: \"/v1/files/{name=**}\"");
        rules.put("Create", "post: \"/v1/{name=things/*}/inners\" body: \"inner\"");
        rules.put("Tag", "put: \"/v1/{name=things/*}/tags\" body: \"tags\"");
        rules.put("Replace", "patch: \"/v1/{name=things/*}\" body: \"*\"");
        rules.put("Remove", "delete: \"/v1/{name=things/*}\"");
        rules.put("Archive", "post: \"/v1/{name=things/*}:archive\" body: \"*\"");
        rules.put("Inner", "get: \"/v1/{name=things/*}/inner\" response_body: \"inner\"");
        rules.put("Tags", "get: \"/v1/{name=things/*}/tags\" response_body: \"tags\"");
        rules.put("Report", "custom { kind: \"OPTIONS\" path: \"/v1/report\" }");
        rules.put("List", "get: \"/v1/things\"");
        rules.put("Upload", "post: \"/v1/uploads\" body: \"*\"");
        return rules;
    }

    private final FileDescriptor file;
    private final Map<String, ServerCallHandler<DynamicMessage, DynamicMessage>> handlers =
            new LinkedHashMap<>();

    public Things() {
        this(RULES);
    }

    /** A service of these methods. */
    public Things(Map<String, String> rules) {
        StringBuilder text = new StringBuilder(MESSAGE).append("service { name: \"Things\" ");
        rules.forEach(
                (name, rule) ->
                        text.append("method { name: \"")
                                .append(name)
                                .append(
                                        "\" input_type: \".things.Thing\" output_type: \".things.Thing\"")
                                .append(name.equals("List") ? " server_streaming: true" : "")
                                .append(name.equals("Upload") ? " client_streaming: true" : "")
                                .append(" options { [google.api.http] { ")
                                .append(rule)
                                .append(" } } } "));
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(registry);
        FileDescriptorProto.Builder declared = FileDescriptorProto.newBuilder();
        try {
            TextFormat.getParser().merge(text.append("}"), registry, declared);
            file =
                    FileDescriptor.buildFrom(
                            declared.build(),
                            new FileDescriptor[] {
                                AnnotationsProto.getDescriptor(),
                                AnyProto.getDescriptor(),
                                DurationProto.getDescriptor(),
                                WrappersProto.getDescriptor()
                            });
        } catch (DescriptorValidationException | IOException e) {
            throw new IllegalArgumentException(text.toString(), e);
        }
        on("List", ServerCalls.asyncServerStreamingCall(Things::back));
    }

    private static void back(
            DynamicMessage asked, io.grpc.stub.StreamObserver<DynamicMessage> answer) {
        answer.onNext(asked);
        answer.onCompleted();
    }

    /** Says what a method does. */
    public Things on(String method, ServerCallHandler<DynamicMessage, DynamicMessage> handler) {
        handlers.put(method, handler);
        return this;
    }

    /** Says what a method of one answer does. */
    public Things unary(
            String method, ServerCalls.UnaryMethod<DynamicMessage, DynamicMessage> handler) {
        return on(method, ServerCalls.asyncUnaryCall(handler));
    }

    public Descriptor type() {
        return file.findMessageTypeByName("Thing");
    }

    public FieldDescriptor field(String name) {
        return type().findFieldByName(name);
    }

    /** One whose name is this. */
    public DynamicMessage named(String name) {
        return DynamicMessage.newBuilder(type()).setField(field("name"), name).build();
    }

    public ServerServiceDefinition service() {
        var service = file.findServiceByName("Things");
        ServiceDescriptor.Builder described = ServiceDescriptor.newBuilder("things.Things");
        Map<String, MethodDescriptor<DynamicMessage, DynamicMessage>> methods =
                new LinkedHashMap<>();
        for (var method : service.getMethods()) {
            MethodType type =
                    method.isServerStreaming()
                            ? MethodType.SERVER_STREAMING
                            : method.isClientStreaming()
                                    ? MethodType.CLIENT_STREAMING
                                    : MethodType.UNARY;
            var marshaller = ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type()));
            methods.put(
                    method.getName(),
                    MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                            .setType(type)
                            .setFullMethodName("things.Things/" + method.getName())
                            .setRequestMarshaller(marshaller)
                            .setResponseMarshaller(marshaller)
                            .setSchemaDescriptor(new Schema(method))
                            .build());
        }
        methods.values().forEach(described::addMethod);
        ServerServiceDefinition.Builder definition =
                ServerServiceDefinition.builder(described.build());
        methods.forEach(
                (name, method) ->
                        definition.addMethod(
                                method,
                                handlers.getOrDefault(
                                        name, ServerCalls.asyncUnaryCall(Things::back))));
        return definition.build();
    }

    private record Schema(com.google.protobuf.Descriptors.MethodDescriptor method)
            implements ProtoMethodDescriptorSupplier {
        @Override
        public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
            return method;
        }

        @Override
        public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
            return method.getService();
        }

        @Override
        public FileDescriptor getFileDescriptor() {
            return method.getFile();
        }
    }
}
