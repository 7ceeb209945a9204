package dev.serve.observe.log;

import dev.serve.api.observe.CallEnd;
import dev.serve.api.observe.TraceIds;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.Ids;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.routing.RequestClient;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.RefusedRequest;
import dev.serve.api.spi.SessionEnd;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the line of each kind of work says. Immutable.
 *
 * @param json whether it is a JSON object, else words
 */
record WorkLines(Stamp stamp, boolean json, Redaction redaction) {

    private static final int FAILURE = 500;

    private Line line(String listener, String protocol) {
        Line line = new Line(stamp, json);
        line.put("listener", listener);
        line.put("protocol", protocol);
        return line;
    }

    Line request(
            String listener,
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        Line line = line(listener, "http/" + request.prologue().protocolVersion());
        String connectionId = connection.childSocketId();
        line.put("client", address(RequestClient.of(request)));
        line.put("connectionId", connectionId);
        line.put("requestId", Ids.request(connectionId, request.id()));
        trace(RequestTrace.of(request), RequestTrace.parent(request.headers()), line);
        line.put("method", request.prologue().method().text());
        line.put("path", request.prologue().uriPath().rawPath());
        String query = request.prologue().query().rawValue();
        if (!query.isEmpty()) {
            line.put("query", redaction.query(query));
        }
        String route = request.matchingPattern().orElse(null);
        if (route != null) {
            line.put("route", route);
        }
        int status = response.status().code();
        boolean cut = failed && status < FAILURE;
        if (!cut || response.bytesWritten() > 0) {
            line.put("status", status); // what nobody has been told is none
        }
        if (cut) {
            line.put("outcome", "cut"); // as the meters say
        }
        CallEnd call = RequestCall.of(request);
        if (call != null) {
            line.put("code", call.code());
        }
        line.put("bytes", response.bytesWritten());
        line.millis(nanos);
        return line;
    }

    Line refused(String listener, RefusedRequest refused) {
        Line line = line(listener, refused.protocol());
        line.put("client", address(refused.peer()));
        line.put("connectionId", refused.connectionId());
        line.put("status", refused.status());
        line.put("outcome", "refused");
        line.put("reason", refused.reason());
        return line;
    }

    Line call(
            String listener,
            String connectionId,
            String method,
            String code,
            long nanos,
            @Nullable CallOrigin origin) {
        Line line = line(listener, "grpc");
        if (origin != null) {
            line.put("client", address(origin.client()));
        }
        line.put("connectionId", connectionId);
        if (origin != null) {
            line.put("requestId", Ids.request(connectionId, origin.number()));
            trace(origin.trace(), origin.traceParent(), line);
        }
        line.put("method", method);
        line.put("code", code);
        line.millis(nanos);
        return line;
    }

    Line session(String listener, SessionEnd ended) {
        Line line = line(listener, "websocket");
        line.put("client", ended.client());
        line.put("sessionId", ended.id());
        trace(null, ended.traceParent(), line);
        line.put("path", ended.path());
        line.put("code", ended.code());
        line.put("messagesIn", ended.messagesIn());
        line.put("messagesOut", ended.messagesOut());
        line.millis(ended.nanos());
        return line;
    }

    Line connection(String listener, ConnectionView ended, Instant now) {
        Line line = line(listener, ended.protocol());
        line.put("client", ended.peer());
        line.put("connectionId", ended.id());
        line.put("reason", String.valueOf(ended.closeReason()));
        line.put("bytesIn", ended.bytesIn());
        line.put("bytesOut", ended.bytesOut());
        line.millis(Duration.between(ended.opened(), now).toNanos());
        return line;
    }

    private static String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostString() : "";
    }

    /** The span of the work; if there is none, the trace that the client says (W3C). */
    private static void trace(@Nullable TraceIds span, String parent, Line line) {
        if (span != null) {
            line.put(span);
            return;
        }
        String traceId = TraceParent.traceId(parent);
        if (traceId != null) {
            line.put("traceId", traceId);
        }
    }
}
