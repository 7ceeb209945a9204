package dev.serve.observe.log;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.AccessLogConfig;
import dev.serve.api.config.LogConfig;
import dev.serve.api.config.SlowConfig;
import dev.serve.api.observe.CallEnd;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.RefusedRequest;
import dev.serve.api.spi.SessionEnd;
import dev.serve.observe.http.GrpcCall;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
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
                        SlowConfig.builder().build(),
                        lines(AccessLogConfig.builder().build()),
                        null);
    }

    /** What holds at one moment; the writer is null when no lines are written. */
    private record Settings(SlowConfig slow, WorkLines lines, @Nullable LineWriter writer) {

        Duration limit(boolean streamed) {
            return streamed ? slow.stream() : slow.grpc();
        }
    }

    private WorkLines lines(AccessLogConfig access) {
        return new WorkLines(stamp, access.json(), new Redaction(access.redact()));
    }

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
        settings = new Settings(slow, lines(access), writer);
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
        Duration limit = call == null ? now.slow().http() : now.limit(call.streamed());
        boolean slow = nanos >= limit.toNanos() && (failed || response.isSent());
        LineWriter writer = now.writer();
        if ((writer == null && !slow) || isHandedOver(request, response)) {
            return;
        }
        Line line = now.lines().request(listener, connection, request, response, failed, nanos);
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
        write(lines -> lines.request(listener, connection, request, response, failed, nanos));
    }

    /** What was to be a request was answered before anybody had it. */
    void refused(String listener, RefusedRequest refused) {
        write(lines -> lines.refused(listener, refused));
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
        Duration limit = now.limit(streamed);
        boolean slow = nanos >= limit.toNanos();
        LineWriter writer = now.writer();
        if (writer == null && !slow) {
            return;
        }
        Line line = now.lines().call(listener, connectionId, method, code, nanos, origin);
        write(writer, line, slow, limit);
    }

    /** A session has ended. */
    void session(String listener, SessionEnd ended) {
        write(lines -> lines.session(listener, ended));
    }

    /** A connection has ended: one whose protocol has no requests has its line here. */
    void connection(String listener, Supplier<ConnectionView> ended) {
        Settings now = settings;
        LineWriter writer = now.writer();
        if (writer == null) {
            return;
        }
        ConnectionView view = ended.get();
        if (view.protocol().equals("tcp")) {
            writer.write(now.lines().connection(listener, view, clock.instant()).text());
        }
    }

    /** A line that is never slow. */
    private void write(Function<WorkLines, Line> line) {
        Settings now = settings;
        LineWriter writer = now.writer();
        if (writer != null) {
            writer.write(line.apply(now.lines()).text());
        }
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

    @Override
    public synchronized void close() {
        LineWriter writer = settings.writer();
        settings = new Settings(settings.slow(), settings.lines(), null);
        if (writer != null) {
            writer.close();
        }
    }
}
