package dev.serve.grpc.json;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import dev.serve.grpc.call.Fields;
import dev.serve.grpc.call.PercentText;
import io.grpc.Status.Code;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.Base64;

/** How a call has ended, as {@code google.rpc.Status} (google/rpc/status.proto). Stateless. */
final class JsonStatus {

    private static final HeaderName DETAILS = HeaderNames.create("grpc-status-details-bin");

    private JsonStatus() {}

    /** What the fields at the end of a call say; its details are there if the handler gave them. */
    static Status of(Headers end) {
        int code = Code.UNKNOWN.value();
        if (end.contains(Fields.GRPC_STATUS)) {
            code = Integer.parseInt(end.get(Fields.GRPC_STATUS).get());
        }
        Status.Builder status = Status.newBuilder().setCode(code);
        if (end.contains(Fields.GRPC_MESSAGE)) {
            status.setMessage(PercentText.decode(end.get(Fields.GRPC_MESSAGE).get()));
        }
        if (end.contains(DETAILS)) {
            try {
                Status whole = Status.parseFrom(Base64.getDecoder().decode(end.get(DETAILS).get()));
                status.addAllDetails(whole.getDetailsList());
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                // A handler may put there what it likes; it is no google.rpc.Status then.
                return status.build();
            }
        }
        return status.build();
    }

    /** In JSON; without details of types that nobody knows. */
    static String text(Status status, JsonFormat.TypeRegistry types) {
        JsonFormat.Printer printer =
                JsonFormat.printer()
                        .usingTypeRegistry(types)
                        .alwaysPrintFieldsWithNoPresence()
                        .omittingInsignificantWhitespace();
        try {
            return printer.print(status);
        } catch (InvalidProtocolBufferException e) {
            try {
                return printer.print(status.toBuilder().clearDetails().build());
            } catch (InvalidProtocolBufferException impossible) {
                throw new IllegalStateException("a status without details", impossible);
            }
        }
    }

    /** The status of HTTP for a code (google/rpc/code.proto). */
    static io.helidon.http.Status http(int code) {
        return switch (io.grpc.Status.fromCodeValue(code).getCode()) {
            case OK -> io.helidon.http.Status.OK_200;
            case CANCELLED -> io.helidon.http.Status.create(499, "Client Closed Request");
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE ->
                    io.helidon.http.Status.BAD_REQUEST_400;
            case UNAUTHENTICATED -> io.helidon.http.Status.UNAUTHORIZED_401;
            case PERMISSION_DENIED -> io.helidon.http.Status.FORBIDDEN_403;
            case NOT_FOUND -> io.helidon.http.Status.NOT_FOUND_404;
            case ALREADY_EXISTS, ABORTED -> io.helidon.http.Status.CONFLICT_409;
            case RESOURCE_EXHAUSTED -> io.helidon.http.Status.TOO_MANY_REQUESTS_429;
            case UNIMPLEMENTED -> io.helidon.http.Status.NOT_IMPLEMENTED_501;
            case UNAVAILABLE -> io.helidon.http.Status.SERVICE_UNAVAILABLE_503;
            case DEADLINE_EXCEEDED -> io.helidon.http.Status.GATEWAY_TIMEOUT_504;
            case UNKNOWN, INTERNAL, DATA_LOSS -> io.helidon.http.Status.INTERNAL_SERVER_ERROR_500;
        };
    }
}
