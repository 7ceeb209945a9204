package dev.serve.admin;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.pool.UnixPeer;
import dev.serve.api.routing.RouteView;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How the API writes views of the server. Durations are milliseconds. Stateless. */
final class Views {

    private static final double NANOS_OF_MILLI = 1e6;

    private Views() {}

    /**
     * Something of each listener and its pool; nothing of one that goes while they are looked at.
     */
    static <T> List<T> each(Server server, BiFunction<ListenerView, PoolView, T> work) {
        return server.listeners().stream()
                .flatMap(
                        view ->
                                server
                                        .findPool(view.name())
                                        .map(pool -> work.apply(view, pool))
                                        .stream())
                .toList();
    }

    static Fields listener(ListenerView view) {
        TlsConfig tls = view.config().tls();
        return new Fields()
                .with("name", view.name())
                .with("address", view.address())
                .with("port", view.port() < 0 ? null : view.port())
                .with("protocols", view.config().protocols())
                .with("tls", tls != null)
                .with("clientAuth", tls == null ? null : tls.effectiveClientAuth())
                .with("accepting", view.accepting())
                .with("generation", view.generation())
                .with("routesVersion", view.routesVersion())
                .with("routes", view.routes().size())
                .with("connections", view.connections())
                .with("requestsInFlight", view.requestsInFlight());
    }

    static Fields route(RouteView view) {
        return new Fields()
                .with("methods", new TreeSet<>(view.methods()))
                .with("pattern", view.pattern())
                .with("conditions", view.conditions())
                .with("kind", view.kind());
    }

    static Fields metrics(PoolMetrics metrics) {
        return new Fields()
                .with("active", metrics.active())
                .with("idle", metrics.idle())
                .with("waiting", metrics.waiting())
                .with("inFlight", metrics.inFlight())
                .with("total", metrics.total())
                .with("connectionsPerSecond", metrics.connectionsPerSecond())
                .with("requests", metrics.requests())
                .with("requestsPerSecond", metrics.requestsPerSecond())
                .with("averageMillis", millis(metrics.averageLatency()))
                .with("p50Millis", millis(metrics.p50()))
                .with("p95Millis", millis(metrics.p95()))
                .with("p99Millis", millis(metrics.p99()))
                .with("errorRate", metrics.errorRate())
                .with("refused", metrics.refused())
                .with("closed", metrics.closed())
                .with("bytesIn", metrics.bytesIn())
                .with("bytesOut", metrics.bytesOut());
    }

    static Fields health(PoolHealth health) {
        return new Fields()
                .with("status", health.status())
                .with("message", health.message())
                .with("utilisation", health.utilisation())
                .with("active", health.active())
                .with("maxConnections", health.maxConnections())
                .with("refused", health.refused());
    }

    static Fields connection(ConnectionView view) {
        return new Fields()
                .with("id", view.id())
                .with("listener", view.listener())
                .with("peer", view.peer())
                .with("local", view.local())
                .with("protocol", view.protocol())
                .with("draining", view.draining())
                .withSome("tls", tls(view.tls()))
                .withSome("unixPeer", unixPeer(view.unixPeer()))
                .with("opened", view.opened())
                .with("lastIn", view.lastIn())
                .with("lastOut", view.lastOut())
                .with("bytesIn", view.bytesIn())
                .with("bytesOut", view.bytesOut())
                .with("requests", view.requests())
                .with("inFlight", view.inFlight())
                .with("streams", view.streams())
                .with("streamsActive", view.streamsActive())
                .with("streamErrors", view.streamErrors())
                .with("messagesIn", view.messagesIn())
                .with("messagesOut", view.messagesOut())
                .with("roundTripMillis", view.roundTrip() == null ? null : millis(view.roundTrip()))
                .with("closeReason", view.closeReason());
    }

    private static @Nullable Fields tls(@Nullable TlsFacts facts) {
        return facts == null
                ? null
                : new Fields()
                        .with("version", facts.version())
                        .with("cipher", facts.cipher())
                        .with("alpn", facts.alpn())
                        .with("sni", facts.sni())
                        .with("clientSubject", facts.clientSubject());
    }

    private static @Nullable Fields unixPeer(@Nullable UnixPeer peer) {
        return peer == null
                ? null
                : new Fields().with("user", peer.user()).with("group", peer.group());
    }

    static double millis(Duration duration) {
        return duration.toNanos() / NANOS_OF_MILLI;
    }
}
