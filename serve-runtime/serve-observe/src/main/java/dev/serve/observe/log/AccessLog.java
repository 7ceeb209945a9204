package dev.serve.observe.log;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.AccessLogConfig;
import dev.serve.api.config.LogConfig;
import dev.serve.api.config.SlowConfig;
import dev.serve.api.observe.CallEnd;
import dev.serve.api.observe.TraceIds;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.Ids;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.routing.RequestClient;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.SessionEnd;
import dev.serve.observe.http.GrpcCall;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line for each request, each call of gRPC, and each connection of another protocol, when it has
 * ended; and a line at INFO for those that took too long. Any thread.
 */
public final class AccessLog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());
    private static final System.Logger SLOW = System.getLogger("dev.serve.slow");
    private static final String WEBSOCKET = "websocket";
    private static final int FAILURE = 500;

    private final InstantSource clock;
    private final Stamp stamp;
    private final SlowLog slowLog = new SlowLog(SLOW, System::nanoTime);
    private volatile Settings settings;

    /** A log that does what it is told; until {@link #configure} nothing. */
    public AccessLog(InstantSource clock) {
        this.clock = clock;
        this.stamp = new Stamp(clock);
        this.settings =
                new Settings(
                        AccessLogConfig.builder().build(),
                        SlowConfig.builder().build(),
                        new Redaction(AccessLogConfig.REDACT.defaultValue()),
                        null);
    }

    /** What holds at one moment; the writer is null when no lines are written. */
    private record Settings(
            AccessLogConfig access,
            SlowConfig slow,
            Redaction redaction,
            @Nullable LineWriter writer) {}

    /** Does as another configuration says from now on; a file is opened, or left, here. */
    public synchronized void configure(AccessLogConfig access, SlowConfig slow, LogConfig log) {
        Rotation rotation = Rotation.of(log);
        Settings before = settings;
        Path path = access.path() == null ? null : Path.of(access.path());
        LineWriter writer = before.writer();
        boolean stays =
                writer != null
                        && access.enabled()
                        && (path == null ? writer.path() == null : path.equals(writer.path()));
        if (writer != null && stays) {
            writer.rotation(rotation);
        } else {
            writer = access.enabled() ? open(path, rotation) : null;
        }
        settings = new Settings(access, slow, new Redaction(access.redact()), writer);
        LineWriter old = before.writer();
        if (old != null && !stays) {
            old.close();
        }
    }

    private static @Nullable LineWriter open(@Nullable Path path, Rotation rotation) {
        try {
            return new LineWriter(path, rotation);
        } catch (IOException e) {
            LOG.log(WARNING, "observe.access-log.path: " + path + " cannot be written", e);
            return null;
        }
    }

    /** A request has ended. */
    void request(
            String listener,
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        Settings now = settings;
        CallEnd call = RequestCall.of(request);
        Duration limit = call == null ? now.slow().http() : limit(now, call.streamed());
        boolean slow = nanos >= limit.toNanos() && (failed || response.isSent());
        LineWriter writer = now.writer();
        if ((writer == null && !slow) || isHandedOver(request, response)) {
            return;
        }
        Line line = line(now, listener, connection, request, response, failed, nanos);
        write(writer, line, slow, limit);
    }

    /** An event stream has ended: it is never slow, it goes on as long as somebody listens. */
    void stream(
            String listener,
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        Settings now = settings;
        LineWriter writer = now.writer();
        if (writer != null) {
            writer.write(line(now, listener, connection, request, response, failed, nanos).text());
        }
    }

    private Line line(
            Settings now,
            String listener,
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        Line line = new Line(stamp, now.access().json());
        line.put("listener", listener);
        line.put("protocol", "http/" + request.prologue().protocolVersion());
        line.put("client", address(RequestClient.of(request)));
        line.put("connectionId", connection.childSocketId());
        line.put("requestId", requestId(connection, request));
        trace(request, line);
        line.put("method", request.prologue().method().text());
        line.put("path", request.prologue().uriPath().rawPath());
        String query = request.prologue().query().rawValue();
        if (!query.isEmpty()) {
            line.put("query", now.redaction().query(query));
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

    /** What was to be a request was answered before anybody had it. */
    void refused(
            String listener,
            String connectionId,
            @Nullable SocketAddress peer,
            String protocol,
            int status,
            String reason) {
        Settings now = settings;
        LineWriter writer = now.writer();
        if (writer == null) {
            return;
        }
        Line line = new Line(stamp, now.access().json());
        line.put("listener", listener);
        line.put("protocol", protocol);
        line.put("client", address(peer));
        line.put("connectionId", connectionId);
        line.put("status", status);
        line.put("outcome", "refused");
        line.put("reason", reason);
        writer.write(line.text());
    }

    private static Duration limit(Settings now, boolean streamed) {
        return streamed ? now.slow().stream() : now.slow().grpc();
    }

    /** A call has ended. */
    void call(
            String listener,
            String connectionId,
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {
        Settings now = settings;
        Duration limit = limit(now, streamed);
        boolean slow = nanos >= limit.toNanos();
        LineWriter writer = now.writer();
        if (writer == null && !slow) {
            return;
        }
        Line line = new Line(stamp, now.access().json());
        line.put("listener", listener);
        line.put("protocol", "grpc");
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
        write(writer, line, slow, limit);
    }

    /** A session has ended. */
    void session(String listener, SessionEnd ended) {
        Settings now = settings;
        LineWriter writer = now.writer();
        if (writer == null) {
            return;
        }
        Line line = new Line(stamp, now.access().json());
        line.put("listener", listener);
        line.put("protocol", "websocket");
        line.put("client", ended.client());
        line.put("sessionId", ended.id());
        trace(ended.traceParent(), line);
        line.put("path", ended.path());
        line.put("code", ended.code());
        line.put("messagesIn", ended.messagesIn());
        line.put("messagesOut", ended.messagesOut());
        line.millis(ended.nanos());
        writer.write(line.text());
    }

    /** A connection has ended: one whose protocol has no requests has its line here. */
    void connection(String listener, Supplier<ConnectionView> ended) {
        Settings now = settings;
        LineWriter writer = now.writer();
        if (writer == null) {
            return;
        }
        ConnectionView view = ended.get();
        if (!view.protocol().equals("tcp")) {
            return;
        }
        Line line = new Line(stamp, now.access().json());
        line.put("listener", listener);
        line.put("protocol", view.protocol());
        line.put("client", view.peer());
        line.put("connectionId", view.id());
        line.put("reason", String.valueOf(view.closeReason()));
        line.put("bytesIn", view.bytesIn());
        line.put("bytesOut", view.bytesOut());
        line.millis(Duration.between(view.opened(), clock.instant()).toNanos());
        writer.write(line.text());
    }

    private void write(@Nullable LineWriter writer, Line line, boolean slow, Duration limit) {
        String text = line.text();
        if (writer != null) {
            writer.write(text);
        }
        if (slow) {
            slowLog.happened(text, limit);
        }
    }

    /** To another protocol, which has a line of its own: gRPC, WebSocket. */
    private static boolean isHandedOver(RoutingRequest request, RoutingResponse response) {
        int status = response.status().code();
        return (status == 200 || status == 101)
                && response.bytesWritten() == 0
                && (request.prologue().method().equals(Method.CONNECT)
                        || isForWebSocket(request)
                        || GrpcCall.is(request));
    }

    private static boolean isForWebSocket(RoutingRequest request) {
        return request.headers().contains(HeaderNames.UPGRADE)
                && request.headers()
                        .get(HeaderNames.UPGRADE)
                        .get()
                        .regionMatches(true, 0, WEBSOCKET, 0, WEBSOCKET.length());
    }

    private static String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getHostString() : "";
    }

    private static String requestId(ConnectionContext connection, RoutingRequest request) {
        return Ids.request(connection.childSocketId(), request.id());
    }

    private static void trace(RoutingRequest request, Line line) {
        String parent = request.headers().first(TraceParent.NAME).orElse("");
        trace(RequestTrace.of(request), parent, line);
    }

    /** The span of the work; if there is none, the trace that the client says (W3C). */
    private static void trace(@Nullable TraceIds span, String parent, Line line) {
        if (span != null) {
            line.put(span);
        } else {
            trace(parent, line);
        }
    }

    private static void trace(String parent, Line line) {
        String traceId = TraceParent.traceId(parent);
        if (traceId != null) {
            line.put("traceId", traceId);
        }
    }

    @Override
    public synchronized void close() {
        LineWriter writer = settings.writer();
        settings = new Settings(settings.access(), settings.slow(), settings.redaction(), null);
        if (writer != null) {
            writer.close();
        }
    }
}
