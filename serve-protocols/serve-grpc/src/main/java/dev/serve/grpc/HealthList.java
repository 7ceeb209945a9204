package dev.serve.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The method List of {@code grpc.health.v1.Health}, which the classes of our grpc-java do not have:
 * {@code HealthListRequest} has no fields, {@code HealthListResponse} is {@code map<string,
 * HealthCheckResponse> statuses = 1}.
 */
final class HealthList {

    static final MethodDescriptor<
                    Map<String, HealthCheckResponse>, Map<String, HealthCheckResponse>>
            METHOD =
                    MethodDescriptor
                            .<Map<String, HealthCheckResponse>, Map<String, HealthCheckResponse>>
                                    newBuilder()
                            .setType(MethodDescriptor.MethodType.UNARY)
                            .setFullMethodName("grpc.health.v1.Health/List")
                            .setRequestMarshaller(new Statuses())
                            .setResponseMarshaller(new Statuses())
                            .build();

    private static final int STATUSES = 1;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private HealthList() {}

    /** The map as protobuf has it: an entry is a message of its key and its value. */
    private static final class Statuses
            implements MethodDescriptor.Marshaller<Map<String, HealthCheckResponse>> {

        @Override
        public InputStream stream(Map<String, HealthCheckResponse> statuses) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            try {
                for (Map.Entry<String, HealthCheckResponse> entry : statuses.entrySet()) {
                    ByteArrayOutputStream pair = new ByteArrayOutputStream();
                    CodedOutputStream fields = CodedOutputStream.newInstance(pair);
                    fields.writeString(KEY, entry.getKey());
                    fields.writeMessage(VALUE, entry.getValue());
                    fields.flush();
                    out.writeByteArray(STATUSES, pair.toByteArray());
                }
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Bytes(bytes.toByteArray());
        }

        @Override
        public Map<String, HealthCheckResponse> parse(InputStream stream) {
            Map<String, HealthCheckResponse> statuses = new LinkedHashMap<>();
            try {
                CodedInputStream in = CodedInputStream.newInstance(stream);
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    if (WireFormat.getTagFieldNumber(tag) == STATUSES) {
                        entry(CodedInputStream.newInstance(in.readByteArray()), statuses);
                    } else {
                        in.skipField(tag);
                    }
                }
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("Invalid protobuf byte sequence")
                        .withCause(e)
                        .asRuntimeException();
            }
            return statuses;
        }

        private static void entry(CodedInputStream in, Map<String, HealthCheckResponse> statuses)
                throws IOException {
            String key = "";
            HealthCheckResponse value = HealthCheckResponse.getDefaultInstance();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case KEY -> key = in.readStringRequireUtf8();
                    case VALUE -> value = HealthCheckResponse.parseFrom(in.readByteArray());
                    default -> in.skipField(tag);
                }
            }
            statuses.put(key, value);
        }
    }

    private static final class Bytes extends ByteArrayInputStream implements KnownLength {

        Bytes(byte[] bytes) {
            super(bytes);
        }
    }
}
