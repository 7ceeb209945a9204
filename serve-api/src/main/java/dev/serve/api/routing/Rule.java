package dev.serve.api.routing;

import dev.serve.api.config.SseConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.sse.EventStreamHandler;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpHandler;
import dev.serve.api.websocket.WebSocketEndpoint;
import io.grpc.ServerServiceDefinition;
import io.helidon.http.Method;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpService;
import io.helidon.websocket.WsListener;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One rule of a {@link Routes} table, as it was recorded. The protocol that serves the listener
 * compiles it.
 */
public sealed interface Rule {

    /** Where it holds. */
    Scope scope();

    /**
     * A handler.
     *
     * @param methods the methods it answers; empty for any
     * @param pattern the whole pattern, prefix included
     */
    record Http(Scope scope, Set<Method> methods, String pattern, Handler handler) implements Rule {
        /** Copies the set. */
        public Http {
            methods = Set.copyOf(methods);
        }
    }

    /** A Helidon service below a prefix. */
    record Service(Scope scope, HttpService service) implements Rule {}

    /** A filter for every protocol. */
    record Filtering(Scope scope, Filter filter) implements Rule {}

    /** A Helidon filter, for HTTP. */
    record HttpFiltering(Scope scope, io.helidon.webserver.http.Filter filter) implements Rule {}

    /**
     * What answers for an exception; Helidon knows error handlers for a whole listener only, so the
     * scope is everything.
     */
    record OnError<T extends Throwable>(Class<T> type, ErrorHandler<? super T> handler)
            implements Rule {
        @Override
        public Scope scope() {
            return Scope.ALL;
        }
    }

    /** Files of a directory below a prefix. */
    record Files(Scope scope, Path directory, String index) implements Rule {}

    /** A redirect. */
    record Redirect(Scope scope, String pattern, String location, int status) implements Rule {}

    /** A fixed answer. */
    record Respond(Scope scope, String pattern, int status, String body, String contentType)
            implements Rule {}

    /**
     * A stream of server-sent events.
     *
     * @param change what the route changes of the listener's settings
     */
    record Events(
            Scope scope,
            String pattern,
            EventStreamHandler handler,
            Consumer<SseConfig.Builder> change)
            implements Rule {}

    /** What serves framed byte streams; one on a listener, for all of it. */
    record Tcp(Scope scope, FrameCodec codec, TcpHandler handler) implements Rule {}

    /**
     * A WebSocket endpoint.
     *
     * @param change what the route changes of the listener's settings
     */
    record WebSocket(
            Scope scope,
            String pattern,
            WebSocketEndpoint endpoint,
            Consumer<WebSocketConfig.Builder> change)
            implements Rule {}

    /** The methods of a gRPC service. */
    @SuppressWarnings("exports") // who has no gRPC needs none of its classes
    record Grpc(Scope scope, ServerServiceDefinition service) implements Rule {}

    /** A Helidon listener of WebSocket events, one from the supplier for each session. */
    record HelidonWebSocket(
            Scope scope,
            String pattern,
            Supplier<WsListener> listener,
            Consumer<WebSocketConfig.Builder> change)
            implements Rule {}
}
