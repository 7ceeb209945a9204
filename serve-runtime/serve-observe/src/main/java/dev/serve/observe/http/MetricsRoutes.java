package dev.serve.observe.http;

import dev.serve.api.observe.MeterHistory;
import dev.serve.api.observe.MeterHistory.Point;
import dev.serve.api.observe.MeterHistory.Series;
import dev.serve.api.routing.Routes;
import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Metrics as text for Prometheus, and figures over time as JSON (K-071): {@code
 * /metrics?history=true} is {@code /metrics/history} with 300 s at 10 s.
 */
public final class MetricsRoutes {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final UnaryOperator<String> text;
    private final Supplier<Optional<MeterHistory>> history;
    private final InstantSource clock;

    /**
     * Routes over a registry.
     *
     * @param text all meters in the format of a media type
     */
    public MetricsRoutes(
            UnaryOperator<String> text,
            Supplier<Optional<MeterHistory>> history,
            InstantSource clock) {
        this.text = text;
        this.history = history;
        this.clock = clock;
    }

    /** Adds them. */
    public void addTo(Routes routes) {
        routes.get("/metrics", this::metrics);
        routes.get("/metrics/history", this::history);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        if (request.query().first("history").map("true"::equals).orElse(false)) {
            history(request, response);
            return;
        }
        String type = prefersOpenMetrics(request) ? OPEN_METRICS : TEXT;
        response.header(HeaderNames.CONTENT_TYPE, type)
                .header(HeaderValues.CACHE_NO_CACHE)
                .send(text.apply(type));
    }

    /** Who names it, and wants it no less than the older text (RFC 9110 section 12.5.1). */
    private static boolean prefersOpenMetrics(ServerRequest request) {
        double open = 0;
        double older = 0;
        try {
            for (HttpMediaType accepted : request.headers().acceptedTypes()) {
                switch (accepted.mediaType().text()) {
                    case "application/openmetrics-text" ->
                            open = Math.max(open, accepted.qualityFactor());
                    case "text/plain" -> older = Math.max(older, accepted.qualityFactor());
                    default -> {
                        // Such as Prometheus's binary format, and the rest, which is for whatever.
                    }
                }
            }
        } catch (BadRequestException e) {
            // Whoever asks for nonsense asks for nothing (RFC 9110 section 12.5.1).
            return false;
        }
        return open > 0 && open >= older;
    }

    private void history(ServerRequest request, ServerResponse response) {
        Optional<MeterHistory> kept = history.get();
        if (kept.isEmpty()) {
            refuse(response, Status.NOT_FOUND_404, "observe.metrics.history is false");
            return;
        }
        try {
            Instant to = time(request, "to", clock.instant());
            Instant from = time(request, "from", before(to));
            Duration step =
                    parsed(
                            request,
                            "step",
                            Duration::parse,
                            "a duration such as PT10S",
                            Duration.ofSeconds(10));
            Optional<String> server = word(request, "server");
            List<String> names =
                    word(request, "meter")
                            .map(List::of)
                            .orElseGet(() -> wanted(kept.get(), server));
            if (names.isEmpty() && server.isPresent()) {
                refuse(
                        response,
                        Status.NOT_FOUND_404,
                        "no figures of a listener \"" + server.get() + "\"");
                return;
            }
            List<Object> series = new ArrayList<>();
            for (String name : names) {
                series.add(json(kept.get().range(name, from, to, step)));
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("from", from);
            body.put("to", to);
            body.put("series", series);
            response.header(HeaderValues.CONTENT_TYPE_JSON)
                    .header(HeaderValues.CACHE_NO_CACHE)
                    .send(Json.bytes(body));
        } catch (IllegalArgumentException e) {
            refuse(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
        }
    }

    /** What K keeps: five minutes. */
    private static Instant before(Instant to) {
        return to.isAfter(Instant.EPOCH) ? to.minusSeconds(300) : Instant.EPOCH;
    }

    /** All of them, or those of one listener. */
    private static List<String> wanted(MeterHistory kept, Optional<String> server) {
        return kept.meters().stream()
                .filter(name -> server.map(of -> name.endsWith("{" + of + "}")).orElse(true))
                .toList();
    }

    private static Optional<String> word(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static Instant time(ServerRequest request, String name, Instant otherwise) {
        return parsed(
                request, name, Instant::parse, "a time such as 2026-01-01T00:00:00Z", otherwise);
    }

    private static <T> T parsed(
            ServerRequest request,
            String name,
            Function<String, T> parser,
            String expected,
            T otherwise) {
        Optional<String> text = word(request, name);
        try {
            return text.map(parser).orElse(otherwise);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + ": \"" + text.orElse("") + "\" (expected: " + expected + ")", e);
        }
    }

    private static Map<String, Object> json(Series series) {
        List<Object> points = new ArrayList<>();
        for (Point point : series.points()) {
            points.add(List.of(point.at().toEpochMilli(), point.value()));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("meter", series.meter());
        body.put("unit", series.unit());
        body.put("stepSeconds", series.step());
        body.put("points", points);
        return body;
    }

    private static void refuse(ServerResponse response, Status status, String why) {
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send(Json.bytes(Map.of("error", why)));
    }
}
