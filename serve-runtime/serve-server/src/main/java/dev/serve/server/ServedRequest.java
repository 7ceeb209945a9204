package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.observe.CallEnd;
import dev.serve.api.observe.TraceIds;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.routing.RequestClient;
import dev.serve.api.routing.RequestContext;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.routing.RequestTrailers;
import dev.serve.server.proxy.Origin;
import dev.serve.server.proxy.ProxyHeader;
import dev.serve.server.proxy.TrustedPeers;
import io.helidon.common.context.Context;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.tls.TlsUtils;
import io.helidon.common.uri.UriInfo;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RoutedPath;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import java.io.InputStream;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request of any engine as handlers see it: without what only a trusted proxy may say, and with
 * the client that those name. Headers are looked at when a handler asks for them, not before.
 * Belongs to the request's thread.
 */
final class ServedRequest
        implements RoutingRequest,
                RequestClient,
                RequestContext,
                RequestTrace,
                RequestCall,
                RequestTrailers {

    private final RoutingRequest request;
    private final ListenerConfig config;
    private boolean cleaned;
    private @Nullable WritableHeaders<?> clean;
    private @Nullable Origin origin;

    ServedRequest(RoutingRequest request, ListenerConfig config) {
        this.request = request;
        this.config = config;
    }

    @Override
    public ServerRequestHeaders headers() {
        if (!cleaned) {
            cleaned = true;
            clean = cleaned(request.headers());
        }
        return clean == null ? request.headers() : ServerRequestHeaders.create(clean);
    }

    /** The headers without what the client may not say; null when there is nothing of that. */
    private @Nullable WritableHeaders<?> cleaned(Headers headers) {
        boolean named = headers.contains(HeaderNames.X_HELIDON_CN) && !namesVerified(headers);
        boolean forwarded = isForwarded() && !trusted().trusts(request.remotePeer().address());
        if (!named && !forwarded) {
            return null;
        }
        WritableHeaders<?> rest = WritableHeaders.create(headers);
        if (named) {
            rest.remove(HeaderNames.X_HELIDON_CN);
        }
        if (forwarded) {
            Origin.FIELDS.forEach(rest::remove);
        }
        return rest;
    }

    /** Whether Helidon's engine has written the name, from a certificate that was verified. */
    private boolean namesVerified(Headers headers) {
        return request.remotePeer()
                .tlsCertificates()
                .flatMap(TlsUtils::parseCn)
                .filter(headers.get(HeaderNames.X_HELIDON_CN).values()::equals)
                .isPresent();
    }

    private TrustedPeers trusted() {
        return new TrustedPeers(config);
    }

    private Origin origin() {
        Origin known = origin;
        if (known == null) {
            known = Origin.of(request.headers(), request.remotePeer().address(), trusted());
            origin = known;
        }
        return known;
    }

    /** What is set by a filter is the server's own word: it stays. */
    @Override
    public void header(Header header) {
        origin();
        headers();
        if (clean != null) {
            clean.set(header);
        }
        request.header(header);
    }

    @Override
    public SocketAddress client() {
        return origin().client();
    }

    @Override
    public boolean isForwarded() {
        Headers headers = request.headers();
        boolean forwarded = false;
        for (HeaderName name : Origin.FIELDS) {
            forwarded |= headers.contains(name);
        }
        return forwarded;
    }

    /** As the engine tells it, and by what trusted proxies say beside that. */
    @Override
    public UriInfo requestedUri() {
        UriInfo told = request.requestedUri();
        Origin from = origin();
        String said = from.scheme();
        if (said == null && request.proxyProtocolData().filter(ProxyHeader::tellsTls).isPresent()) {
            said = "https";
        }
        String authority = from.authority();
        if (said == null && authority == null && from.port() < 0) {
            return told;
        }
        String scheme = said == null ? told.scheme() : said;
        UriInfo.Builder uri =
                UriInfo.builder().scheme(scheme).path(told.path()).query(told.query());
        if (authority != null) {
            uri.authority(authority);
        } else {
            uri.host(told.host());
            if (scheme.equals(told.scheme()) || !hasDefaultPort(told)) {
                uri.port(told.port());
            }
        }
        if (from.port() > 0) {
            uri.port(from.port());
        }
        return uri.build();
    }

    private static boolean hasDefaultPort(UriInfo uri) {
        return uri.port() == (uri.scheme().equals("https") ? 443 : 80);
    }

    @Override
    public Headers trailers() {
        return RequestTrailers.of(request);
    }

    @Override
    public RoutingRequest path(RoutedPath routedPath) {
        request.path(routedPath);
        return this;
    }

    @Override
    public RoutingRequest prologue(HttpPrologue newPrologue) {
        request.prologue(newPrologue);
        return this;
    }

    @Override
    public RoutingRequest matchingPattern(String matchingPattern) {
        request.matchingPattern(matchingPattern);
        return this;
    }

    @Override
    public Optional<String> matchingPattern() {
        return request.matchingPattern();
    }

    @Override
    public void reset() {
        request.reset();
    }

    @Override
    public boolean isSecure() {
        return request.isSecure();
    }

    @Override
    public RoutedPath path() {
        return request.path();
    }

    @Override
    public ReadableEntity content() {
        return request.content();
    }

    @Override
    public String socketId() {
        return request.socketId();
    }

    @Override
    public String serverSocketId() {
        return request.serverSocketId();
    }

    @Override
    public Context context() {
        return request.context();
    }

    @Override
    public @Nullable Context contextIfAny() {
        return RequestContext.of(request);
    }

    @Override
    public @Nullable TraceIds trace() {
        return RequestTrace.of(request);
    }

    @Override
    public void trace(TraceIds ids) {
        RequestTrace.put(request, ids);
    }

    @Override
    public @Nullable CallEnd call() {
        return RequestCall.of(request);
    }

    @Override
    public void call(CallEnd end) {
        RequestCall.put(request, end);
    }

    @Override
    public ListenerContext listenerContext() {
        return request.listenerContext();
    }

    @Override
    public HttpSecurity security() {
        return request.security();
    }

    @Override
    public boolean continueSent() {
        return request.continueSent();
    }

    @Override
    public void streamFilter(UnaryOperator<InputStream> filterFunction) {
        request.streamFilter(filterFunction);
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return request.proxyProtocolData();
    }

    @Override
    public HttpPrologue prologue() {
        return request.prologue();
    }

    @Override
    public UriQuery query() {
        return request.query();
    }

    @Override
    public PeerInfo remotePeer() {
        return request.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return request.localPeer();
    }

    @Override
    public String authority() {
        return request.authority();
    }

    @Override
    public int id() {
        return request.id();
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
