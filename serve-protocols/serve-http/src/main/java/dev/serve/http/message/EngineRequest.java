package dev.serve.http.message;

import dev.serve.api.observe.CallEnd;
import dev.serve.api.observe.TraceIds;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.routing.RequestContext;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.routing.RequestTrailers;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.common.context.Context;
import io.helidon.common.context.Contexts;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.uri.UriInfo;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestedUriDiscoveryContext;
import io.helidon.http.RoutedPath;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.helidon.http.media.ReadableEntity;
import io.helidon.http.media.ReadableEntityBase;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.DirectTransportRequest;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request on its way through Helidon's routing. Belongs to its thread. */
public final class EngineRequest
        implements RoutingRequest, RequestContext, RequestTrace, RequestCall, RequestTrailers {

    private static final RequestedUriDiscoveryContext BY_HOST =
            RequestedUriDiscoveryContext.builder().build();

    private final ConnectionContext connection;
    private final HttpSecurity security;
    private final LimitAlgorithm.Outcome limitOutcome;
    private final int id;
    private final ServerRequestHeaders received;
    private final @Nullable RequestBody body;
    private final @Nullable RequestEntity entity;
    private HttpPrologue prologue;
    private @Nullable ChangedFields changed;
    private @Nullable RoutedPath path;
    private @Nullable Context context;
    private @Nullable UriInfo uri;
    private @Nullable String matchingPattern;
    private @Nullable TraceIds trace;
    private @Nullable CallEnd call;

    /**
     * A request.
     *
     * @param id its number on the connection
     * @param body null when there is none
     */
    public EngineRequest(
            ConnectionContext connection,
            HttpSecurity security,
            LimitAlgorithm.Outcome limitOutcome,
            int id,
            HttpPrologue prologue,
            ServerRequestHeaders headers,
            @Nullable RequestBody body) {
        this.connection = connection;
        this.security = security;
        this.limitOutcome = limitOutcome;
        this.id = id;
        this.prologue = prologue;
        this.received = headers;
        this.body = body;
        this.entity = body == null ? null : new RequestEntity(this, body);
    }

    /** Its head, as handlers of errors see it. */
    public DirectHandler.TransportRequest transport() {
        return DirectTransportRequest.create(prologue, received);
    }

    @Override
    public Headers trailers() {
        return body == null ? WritableHeaders.create() : body.trailers();
    }

    /** What is not yet read is drained or refused when the request ends, not before. */
    @Override
    public void reset() {}

    @Override
    public ReadableEntity content() {
        return entity == null ? ReadableEntityBase.empty() : entity;
    }

    @Override
    public void streamFilter(UnaryOperator<InputStream> filterFunction) {
        if (entity != null) {
            entity.filter(filterFunction);
        }
    }

    @Override
    public boolean continueSent() {
        return body != null && body.isComing();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    /** Null until a filter or a route has set it, as on Helidon. */
    @Override
    @SuppressWarnings("NullAway")
    public RoutedPath path() {
        return path;
    }

    @Override
    public EngineRequest path(RoutedPath routedPath) {
        this.path = routedPath;
        return this;
    }

    @Override
    public HttpPrologue prologue() {
        return prologue;
    }

    @Override
    public EngineRequest prologue(HttpPrologue newPrologue) {
        this.prologue = newPrologue;
        return this;
    }

    @Override
    public Optional<String> matchingPattern() {
        return Optional.ofNullable(matchingPattern);
    }

    @Override
    public EngineRequest matchingPattern(String pattern) {
        this.matchingPattern = pattern;
        return this;
    }

    @Override
    public ServerRequestHeaders headers() {
        return changed == null ? received : changed;
    }

    @Override
    public void header(Header header) {
        if (changed == null) {
            changed = new ChangedFields(received);
        }
        changed.set(header);
    }

    @Override
    public UriQuery query() {
        return prologue.query();
    }

    @Override
    public String authority() {
        return received.first(HeaderNames.HOST).orElse("");
    }

    @Override
    public UriInfo requestedUri() {
        if (uri == null) {
            uri =
                    listenerContext()
                            .config()
                            .requestedUriDiscoveryContext()
                            .orElse(BY_HOST)
                            .uriInfo(
                                    remotePeer().address(),
                                    localPeer().address(),
                                    prologue.uriPath().absolute().path(),
                                    received,
                                    query(),
                                    isSecure());
        }
        return uri;
    }

    @Override
    public Context context() {
        if (context == null) {
            context = Contexts.context().orElseGet(this::ownContext);
            context.register(limitOutcome);
        }
        return context;
    }

    @Override
    public @Nullable Context contextIfAny() {
        return context;
    }

    @Override
    public @Nullable TraceIds trace() {
        return trace;
    }

    @Override
    public void trace(TraceIds ids) {
        trace = ids;
    }

    @Override
    public @Nullable CallEnd call() {
        return call;
    }

    @Override
    public void call(CallEnd end) {
        call = end;
    }

    private Context ownContext() {
        return Context.builder()
                .parent(listenerContext().context())
                .id(
                        "["
                                + serverSocketId()
                                + " "
                                + socketId()
                                + "] "
                                + prologue.rawProtocol()
                                + ": "
                                + id)
                .build();
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String socketId() {
        return connection.childSocketId();
    }

    @Override
    public String serverSocketId() {
        return connection.socketId();
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public String toString() {
        return prologue.method() + " " + prologue.uriPath().rawPath();
    }
}
