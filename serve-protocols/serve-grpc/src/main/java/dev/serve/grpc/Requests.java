package dev.serve.grpc;

import dev.serve.api.spi.Handover;
import dev.serve.api.spi.StreamTaker;
import dev.serve.grpc.call.CallTaker;
import dev.serve.grpc.call.Fields;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashMap;
import java.util.Map;

/** What all requests of gRPC have in common. Stateless. */
final class Requests {

    private Requests() {}

    /** POST with the media type of gRPC, with or without a suffix or parameters. */
    static boolean isCall(HttpPrologue prologue, ServerRequestHeaders headers) {
        if (!prologue.method().equals(Method.POST) || !headers.contains(HeaderNames.CONTENT_TYPE)) {
            return false;
        }
        String type = headers.get(HeaderNames.CONTENT_TYPE).get();
        int length = Fields.GRPC.length();
        return type.regionMatches(true, 0, Fields.GRPC, 0, length)
                && (type.length() == length
                        || type.charAt(length) == '+'
                        || type.charAt(length) == ';');
    }

    /** The methods of a service by their paths, {@code /package.Service/Method}. */
    static Map<String, ServerMethodDefinition<?, ?>> methods(ServerServiceDefinition service) {
        Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            methods.put("/" + method.getMethodDescriptor().getFullMethodName(), method);
        }
        return methods;
    }

    /** UNIMPLEMENTED, for the path of a method that is not there. */
    static StreamTaker unknown(ServerRequest request) {
        String path = request.prologue().uriPath().path();
        return CallTaker.refusing(
                request,
                io.grpc.Status.UNIMPLEMENTED.withDescription(
                        "Method not found: " + path.substring(Math.min(1, path.length()))));
    }

    /** Gives the stream to a call. */
    static void serve(ServerRequest request, ServerResponse response, StreamTaker call) {
        if (response instanceof Handover handover
                && request.prologue().protocolVersion().startsWith("2")) {
            handover.serve(GrpcProtocol.GRPC, call);
        } else {
            response.status(Status.HTTP_VERSION_NOT_SUPPORTED_505)
                    .send("gRPC needs HTTP/2 (expected: h2 by ALPN, or h2c)");
        }
    }
}
