package dev.serve.admin;

import static dev.serve.admin.Shape.BOOLEAN;
import static dev.serve.admin.Shape.INTEGER;
import static dev.serve.admin.Shape.NUMBER;
import static dev.serve.admin.Shape.TEXT;
import static dev.serve.admin.Shape.TIME;
import static dev.serve.admin.Shape.list;
import static dev.serve.admin.Shape.map;
import static dev.serve.admin.Shape.words;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerState;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.pool.UnixPeer;
import dev.serve.api.routing.RouteView;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How the API writes views of the server. Durations are milliseconds. Stateless. */
final class Views {

    private static final double NANOS_OF_MILLI = 1e6;

    /** A duration in milliseconds. */
    static final Shape<Duration> MILLIS =
            new Shape<>() {
                @Override
                public Fields schema(Map<String, Fields> named) {
                    return Shape.type("number");
                }

                @Override
                public Object write(Duration value) {
                    return millis(value);
                }
            };

    /** A listener with its pool. Immutable. */
    record Listened(ListenerView view, PoolView pool) {}

    static final ObjectShape<Caller> SESSION =
            Shape.<Caller>object("Session")
                    .with("name", TEXT, Caller::name)
                    .with("role", words(Caller.Role.class), Caller::role);

    static final ObjectShape<Server> STATE =
            Shape.<Server>object("State")
                    .with("state", words(ServerState.class), Server::state)
                    .with("ready", BOOLEAN, Server::isReady)
                    .with("version", INTEGER, Server::version)
                    .withNullable("application", TEXT, server -> server.config().application())
                    .with("pid", INTEGER, server -> ProcessHandle.current().pid())
                    .with("started", TIME, server -> started())
                    .with("java", TEXT, server -> Runtime.version())
                    .with("listeners", INTEGER, server -> server.listeners().size());

    static final ObjectShape<Server> READY =
            Shape.<Server>object("Ready").with("ready", BOOLEAN, Server::isReady);

    static final ObjectShape<Server> STOPPING =
            Shape.<Server>object("Stopping").with("stopping", BOOLEAN, server -> true);

    static final ObjectShape<ListenerView> LISTENER =
            Shape.<ListenerView>object("Listener")
                    .with("name", TEXT, ListenerView::name)
                    .with("address", TEXT, ListenerView::address)
                    .withNullable("port", INTEGER, Views::port)
                    .with("protocols", list(TEXT), view -> view.config().protocols())
                    .with("tls", BOOLEAN, view -> view.config().tls() != null)
                    .withNullable("clientAuth", words(ClientAuth.class), Views::clientAuth)
                    .with("accepting", words(AcceptState.class), ListenerView::accepting)
                    .with("generation", INTEGER, ListenerView::generation)
                    .with("routesVersion", INTEGER, ListenerView::routesVersion)
                    .with("routes", INTEGER, view -> view.routes().size())
                    .with("connections", INTEGER, ListenerView::connections)
                    .with("requestsInFlight", INTEGER, ListenerView::requestsInFlight);

    static final ObjectShape<PoolMetrics> METRICS =
            Shape.<PoolMetrics>object("PoolMetrics")
                    .with("active", INTEGER, PoolMetrics::active)
                    .with("idle", INTEGER, PoolMetrics::idle)
                    .with("waiting", INTEGER, PoolMetrics::waiting)
                    .with("inFlight", INTEGER, PoolMetrics::inFlight)
                    .with("total", INTEGER, PoolMetrics::total)
                    .with("connectionsPerSecond", NUMBER, PoolMetrics::connectionsPerSecond)
                    .with("requests", INTEGER, PoolMetrics::requests)
                    .with("requestsPerSecond", NUMBER, PoolMetrics::requestsPerSecond)
                    .with("averageMillis", MILLIS, PoolMetrics::averageLatency)
                    .with("p50Millis", MILLIS, PoolMetrics::p50)
                    .with("p95Millis", MILLIS, PoolMetrics::p95)
                    .with("p99Millis", MILLIS, PoolMetrics::p99)
                    .with("errorRate", NUMBER, PoolMetrics::errorRate)
                    .with("refused", map(INTEGER), PoolMetrics::refused)
                    .with("closed", map(INTEGER), PoolMetrics::closed)
                    .with("bytesIn", INTEGER, PoolMetrics::bytesIn)
                    .with("bytesOut", INTEGER, PoolMetrics::bytesOut);

    static final ObjectShape<PoolHealth> HEALTH =
            Shape.<PoolHealth>object("PoolHealth")
                    .with("status", words(HealthStatus.class), PoolHealth::status)
                    .with("message", TEXT, PoolHealth::message)
                    .with("utilisation", NUMBER, PoolHealth::utilisation)
                    .with("active", INTEGER, PoolHealth::active)
                    .with("maxConnections", INTEGER, PoolHealth::maxConnections)
                    .with("refused", INTEGER, PoolHealth::refused);

    static final ObjectShape<Listened> LISTENER_WITH_POOL =
            Shape.<Listened>object("ListenerWithPool")
                    .withAll(LISTENER, Listened::view)
                    .with("pool", METRICS, each -> each.pool().metrics())
                    .with("health", HEALTH, each -> each.pool().health())
                    .with("inWork", map(INTEGER), each -> each.pool().inWork())
                    .with("calls", map(map(INTEGER)), each -> each.pool().calls());

    static final ObjectShape<Listened> POOL =
            Shape.<Listened>object("Pool")
                    .with("listener", TEXT, each -> each.view().name())
                    .with("metrics", METRICS, each -> each.pool().metrics())
                    .with("health", HEALTH, each -> each.pool().health());

    static final ObjectShape<Listened> GENERATION =
            Shape.<Listened>object("Generation")
                    .with("listener", TEXT, each -> each.view().name())
                    .with("generation", INTEGER, each -> each.view().generation())
                    .with("routesVersion", INTEGER, each -> each.view().routesVersion())
                    .with("address", TEXT, each -> each.view().address())
                    .with("connections", INTEGER, each -> each.view().connections())
                    .with("draining", INTEGER, Views::draining);

    static final ObjectShape<RouteView> ROUTE =
            Shape.<RouteView>object("Route")
                    .with("methods", list(TEXT), view -> new TreeSet<>(view.methods()))
                    .with("pattern", TEXT, RouteView::pattern)
                    .with("conditions", list(TEXT), RouteView::conditions)
                    .with("kind", TEXT, RouteView::kind);

    private static final ObjectShape<TlsFacts> TLS =
            Shape.<TlsFacts>object("TlsFacts")
                    .with("version", TEXT, TlsFacts::version)
                    .with("cipher", TEXT, TlsFacts::cipher)
                    .withNullable("alpn", TEXT, TlsFacts::alpn)
                    .withNullable("sni", TEXT, TlsFacts::sni)
                    .withNullable("clientSubject", TEXT, TlsFacts::clientSubject);

    private static final ObjectShape<UnixPeer> UNIX_PEER =
            Shape.<UnixPeer>object("UnixPeer")
                    .with("user", TEXT, UnixPeer::user)
                    .with("group", TEXT, UnixPeer::group);

    static final ObjectShape<ConnectionView> CONNECTION =
            Shape.<ConnectionView>object("Connection")
                    .with("id", TEXT, ConnectionView::id)
                    .with("listener", TEXT, ConnectionView::listener)
                    .with("peer", TEXT, ConnectionView::peer)
                    .with("local", TEXT, ConnectionView::local)
                    .with("protocol", TEXT, ConnectionView::protocol)
                    .with("draining", BOOLEAN, ConnectionView::draining)
                    .withSome("tls", TLS, ConnectionView::tls)
                    .withSome("unixPeer", UNIX_PEER, ConnectionView::unixPeer)
                    .with("opened", TIME, ConnectionView::opened)
                    .withNullable("lastIn", TIME, ConnectionView::lastIn)
                    .withNullable("lastOut", TIME, ConnectionView::lastOut)
                    .with("bytesIn", INTEGER, ConnectionView::bytesIn)
                    .with("bytesOut", INTEGER, ConnectionView::bytesOut)
                    .with("requests", INTEGER, ConnectionView::requests)
                    .with("inFlight", INTEGER, ConnectionView::inFlight)
                    .with("streams", INTEGER, ConnectionView::streams)
                    .with("streamsActive", INTEGER, ConnectionView::streamsActive)
                    .with("streamErrors", INTEGER, ConnectionView::streamErrors)
                    .with("messagesIn", INTEGER, ConnectionView::messagesIn)
                    .with("messagesOut", INTEGER, ConnectionView::messagesOut)
                    .withNullable("roundTripMillis", MILLIS, ConnectionView::roundTrip)
                    .withNullable(
                            "closeReason", words(CloseReason.class), ConnectionView::closeReason);

    private Views() {}

    /** What is written of each listener and its pool. */
    static List<Fields> each(Server server, ObjectShape<Listened> shape) {
        return each(server, Listened::new).stream().map(shape::write).toList();
    }

    private static @Nullable Integer port(ListenerView view) {
        return view.port() < 0 ? null : view.port();
    }

    private static @Nullable ClientAuth clientAuth(ListenerView view) {
        TlsConfig tls = view.config().tls();
        return tls == null ? null : tls.effectiveClientAuth();
    }

    private static Instant started() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private static long draining(Listened listened) {
        return listened.pool().connections().stream().filter(ConnectionView::draining).count();
    }

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

    static double millis(Duration duration) {
        return duration.toNanos() / NANOS_OF_MILLI;
    }
}
