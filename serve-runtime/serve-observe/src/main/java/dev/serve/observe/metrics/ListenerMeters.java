package dev.serve.observe.metrics;

import dev.serve.api.observe.CallEnd;
import dev.serve.api.observe.TraceIds;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.RefusedRequest;
import dev.serve.api.spi.WorkObserver;
import dev.serve.observe.http.GrpcCall;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts the work of one listener as it ends. The meter of a route is made when the route first
 * answers; after that nothing is looked up but a pattern in a map, and nothing is allocated or
 * locked. Any thread.
 */
public final class ListenerMeters implements WorkObserver {

    /** The route of requests that none has answered, or one of no known pattern. */
    static final String NO_ROUTE = "none";

    /** Routes and methods beyond the limit. */
    static final String OTHER = "other";

    private static final String[] PROTOCOLS = {"http/1.1", "h2"};
    private static final int CUT = 0;
    private static final String[] OUTCOMES = {"cut", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final MeterRegistry registry;
    private final TracedTimers timers;
    private final String listener;
    private final int maxRoutes;
    private final ToIntFunction<TlsFacts> score;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Map<String, Map<String, TracedTimer>> calls = new ConcurrentHashMap<>();
    private final Map<String, TracedTimer> handshakes = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> refused = new ConcurrentHashMap<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final DoubleAdder scores = new DoubleAdder();
    private final LongAdder scored = new LongAdder();
    private volatile Set<String> known = Set.of();

    /**
     * Meters of a listener.
     *
     * @param timers makes those of the registry
     * @param maxRoutes routes that have meters of their own
     * @param score rates what a handshake has settled, 0 to 100
     */
    ListenerMeters(
            MeterRegistry registry,
            TracedTimers timers,
            String listener,
            int maxRoutes,
            ToIntFunction<TlsFacts> score) {
        this.registry = registry;
        this.timers = timers;
        this.listener = listener;
        this.maxRoutes = maxRoutes;
        this.score = score;
    }

    /**
     * The patterns that there are. Others are not taken for one: below a service with a prefix,
     * Helidon puts the path that was asked for in its place.
     */
    public void known(Set<String> patterns) {
        known = Set.copyOf(patterns);
    }

    @Override
    public void requestEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        String pattern = request.matchingPattern().orElse(null);
        if (pattern == null && GrpcCall.is(request)) {
            return; // told as a call
        }
        int outcome;
        int status = response.status().code();
        if (failed && status < 500) {
            outcome = CUT;
        } else if (!response.isSent() && status == 200) {
            outcome = 1; // handed over to another protocol
        } else {
            outcome = Math.clamp(status / 100, 1, 5);
        }
        boolean multiplexed = !request.prologue().protocolVersion().startsWith("1");
        TraceIds trace = RequestTrace.of(request);
        request(pattern, multiplexed, outcome, nanos, trace);
        CallEnd call = RequestCall.of(request);
        if (call != null) {
            call(call.method(), call.code(), nanos, trace);
        }
    }

    @Override
    public void streamEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        int outcome = failed ? CUT : Math.clamp(response.status().code() / 100, 1, 5);
        // Few end in a second: it is looked up each time.
        timers.timer(
                        registry,
                        MeterName.SSE_STREAMS,
                        "listener",
                        listener,
                        "route",
                        route(request.matchingPattern().orElse(null)).name,
                        "outcome",
                        OUTCOMES[outcome])
                .record(nanos, RequestTrace.of(request));
    }

    /** Counts a request; {@code outcome} is the class of its status, 0 for none. */
    void request(
            @Nullable String pattern,
            boolean multiplexed,
            int outcome,
            long nanos,
            @Nullable TraceIds trace) {
        Route route = route(pattern);
        int at = (multiplexed ? OUTCOMES.length : 0) + outcome;
        TracedTimer timer = route.timers.get(at);
        if (timer == null) {
            timer = requestTimer(route.name, multiplexed ? 1 : 0, outcome);
            route.timers.set(at, timer);
        }
        timer.record(nanos, trace);
    }

    private Route route(@Nullable String pattern) {
        Route route = routes.get(pattern == null ? NO_ROUTE : pattern);
        return route == null ? routes.computeIfAbsent(name(pattern), Route::new) : route;
    }

    private String name(@Nullable String pattern) {
        if (pattern == null) {
            return NO_ROUTE;
        }
        return routes.size() < maxRoutes && known.contains(pattern) ? pattern : OTHER;
    }

    /** The timers of a route, by protocol and outcome; each is made when it is first needed. */
    private static final class Route {
        private final String name;
        private final AtomicReferenceArray<@Nullable TracedTimer> timers =
                new AtomicReferenceArray<>(PROTOCOLS.length * OUTCOMES.length);

        Route(String name) {
            this.name = name;
        }
    }

    private TracedTimer requestTimer(String route, int protocol, int outcome) {
        return timers.timer(
                registry,
                MeterName.HTTP_REQUESTS,
                "listener",
                listener,
                "protocol",
                PROTOCOLS[protocol],
                "route",
                route,
                "outcome",
                OUTCOMES[outcome]);
    }

    @Override
    public void requestRefused(RefusedRequest request) {
        refused.computeIfAbsent(
                        request.status(),
                        code ->
                                Counter.builder(MeterName.HTTP_REFUSED.id())
                                        .description(MeterName.HTTP_REFUSED.doc())
                                        .tags("listener", listener, "status", code.toString())
                                        .register(registry))
                .increment();
    }

    @Override
    public void callEnded(
            String connectionId,
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {
        call(method, code, nanos, origin == null ? null : origin.trace());
    }

    private void call(String method, String code, long nanos, @Nullable TraceIds trace) {
        Map<String, TracedTimer> codes = calls.get(method);
        if (codes == null) {
            String name = calls.size() < maxRoutes ? method : OTHER;
            codes = calls.computeIfAbsent(name, _ -> new ConcurrentHashMap<>());
        }
        TracedTimer timer = codes.get(code);
        if (timer == null) {
            String name = calls.get(method) == codes ? method : OTHER;
            timer = codes.computeIfAbsent(code, _ -> callTimer(name, code));
        }
        timer.record(nanos, trace);
    }

    private TracedTimer callTimer(String method, String code) {
        return timers.timer(
                registry,
                MeterName.GRPC_CALLS,
                "listener",
                listener,
                "method",
                method,
                "code",
                code);
    }

    @Override
    public void messageReceived() {
        received.increment();
    }

    @Override
    public void messageSent() {
        sent.increment();
    }

    @Override
    public void handshakeEnded(@Nullable TlsFacts facts, long nanos) {
        String version = facts == null ? "failed" : facts.version();
        TracedTimer timer = handshakes.get(version);
        if (timer == null) {
            timer = handshakes.computeIfAbsent(version, this::handshakeTimer);
        }
        timer.record(nanos, null);
        if (facts != null) {
            scores.add(score.applyAsInt(facts));
            scored.increment();
        }
    }

    private TracedTimer handshakeTimer(String version) {
        return timers.timer(
                registry, MeterName.TLS_HANDSHAKES, "listener", listener, "version", version);
    }

    /** Messages of sessions received. */
    long received() {
        return received.sum();
    }

    /** Messages that sessions have taken to send. */
    long sent() {
        return sent.sum();
    }

    /** Mean score of the handshakes so far; not a number before the first. */
    double score() {
        long count = scored.sum();
        return count == 0 ? Double.NaN : scores.sum() / count;
    }
}
