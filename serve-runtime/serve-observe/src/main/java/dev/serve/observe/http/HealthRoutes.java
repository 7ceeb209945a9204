package dev.serve.observe.http;

import dev.serve.api.observe.HealthCheck.Probe;
import dev.serve.api.observe.HealthReport;
import dev.serve.api.observe.HealthReport.CheckHealth;
import dev.serve.api.observe.HealthReport.ListenerHealth;
import dev.serve.api.observe.HealthState;
import dev.serve.api.observe.HealthView;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.routing.Routes;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Probes of Kubernetes and load balancers, and health in full (K-070, K-072, K-073). Answers are
 * JSON, 200 or 503, and never cached.
 */
public final class HealthRoutes {

    private final Supplier<Optional<HealthView>> health;
    private final Runnable told;

    /**
     * Routes over a view, which is there once the server starts.
     *
     * @param told called when an answer has said that the server is not ready
     */
    public HealthRoutes(Supplier<Optional<HealthView>> health, Runnable told) {
        this.health = health;
        this.told = told;
    }

    /** Adds them. */
    public void addTo(Routes routes) {
        routes.get("/livez", (req, res) -> probe(res, Probe.LIVENESS, "live", HealthReport::live));
        routes.get(
                "/startupz",
                (req, res) -> probe(res, Probe.STARTUP, "started", HealthReport::started));
        for (String path : List.of("/readyz", "/ready", "/healthz")) {
            routes.get(path, this::ready);
        }
        routes.get("/health", this::health);
        routes.get("/servers", this::servers);
    }

    /** A question to a report. */
    @FunctionalInterface
    private interface Question {
        boolean isSo(HealthReport report);
    }

    private void ready(ServerRequest request, ServerResponse response) {
        if (!probe(response, Probe.READINESS, "ready", HealthReport::ready)) {
            told.run();
        }
    }

    /** Whether it is so. */
    private boolean probe(ServerResponse response, Probe probe, String what, Question question) {
        Optional<HealthReport> report = health.get().map(view -> view.report(probe));
        boolean so = report.filter(question::isSo).isPresent();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", so ? what : "not_" + what);
        if (!so) {
            body.put("reasons", report.map(HealthReport::reasons).orElse(List.of()));
        }
        send(response, so, body);
        return so;
    }

    private void health(ServerRequest request, ServerResponse response) {
        Optional<HealthReport> known = health.get().map(HealthView::report);
        if (known.isEmpty()) {
            send(response, false, Map.of("status", "unhealthy"));
            return;
        }
        HealthReport report = known.get();
        Optional<String> server = request.query().first("server").asOptional();
        boolean detailed = request.query().first("detailed").map("true"::equals).orElse(false);
        if (server.isEmpty()) {
            send(response, report.state() != HealthState.DOWN, whole(report, detailed));
        } else {
            Optional<ListenerHealth> listener =
                    report.listeners().stream()
                            .filter(each -> each.name().equals(server.get()))
                            .findFirst();
            if (listener.isEmpty()) {
                response.status(Status.NOT_FOUND_404);
                body(
                        response,
                        Map.of(
                                "error",
                                "no such server",
                                "servers",
                                report.listeners().stream().map(ListenerHealth::name).toList()));
                return;
            }
            boolean well = listener.get().state() != HealthState.DOWN && !report.draining();
            send(response, well, listener(listener.get(), detailed));
        }
        if (!report.ready()) {
            told.run();
        }
    }

    private static Map<String, Object> whole(HealthReport report, boolean detailed) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", word(report.state()));
        body.put("reasons", report.reasons());
        body.put("timestamp", report.at());
        if (!detailed) {
            return body;
        }
        body.put("live", report.live());
        body.put("started", report.started());
        body.put("ready", report.ready());
        body.put("draining", report.draining());
        body.put(
                "config",
                Map.of("version", report.configVersion(), "lastChange", report.lastChange()));
        List<Object> servers = new ArrayList<>();
        report.listeners().forEach(listener -> servers.add(listener(listener, true)));
        body.put("servers", servers);
        List<Object> checks = new ArrayList<>();
        report.checks().forEach(check -> checks.add(check(check)));
        body.put("checks", checks);
        return body;
    }

    private static Map<String, Object> listener(ListenerHealth listener, boolean detailed) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("server", listener.name());
        body.put("status", word(listener.state()));
        body.put("reasons", listener.reasons());
        if (detailed) {
            PoolHealth pool = listener.pool();
            body.put("protocols", listener.protocols());
            body.put("address", listener.address());
            Map<String, Object> connections = new LinkedHashMap<>();
            connections.put("active", pool.active());
            connections.put("max", pool.maxConnections());
            connections.put("utilization", pool.utilisation());
            connections.put("refused", pool.refused());
            connections.put("errorRate", pool.errorRate());
            connections.put("averageLatencySeconds", pool.averageLatency());
            body.put("connections", connections);
        }
        return body;
    }

    private static Map<String, Object> check(CheckHealth check) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", check.name());
        body.put("status", word(check.state()));
        body.put("reason", check.reason());
        body.put("details", check.details());
        body.put("tookSeconds", check.took());
        body.put("timestamp", check.at());
        return body;
    }

    private void servers(ServerRequest request, ServerResponse response) {
        List<Object> servers = new ArrayList<>();
        health.get()
                .map(HealthView::report)
                .ifPresent(
                        report ->
                                report.listeners()
                                        .forEach(listener -> servers.add(server(listener))));
        response.status(Status.OK_200);
        body(response, Map.of("servers", servers));
    }

    private static Map<String, Object> server(ListenerHealth listener) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", listener.name());
        body.put("protocols", listener.protocols());
        body.put("address", listener.address());
        body.put("port", listener.port() < 0 ? null : listener.port());
        body.put("status", word(listener.state()));
        return body;
    }

    /** K's words. */
    private static String word(HealthState state) {
        return switch (state) {
            case UP -> "healthy";
            case DEGRADED -> "degraded";
            case DOWN -> "unhealthy";
        };
    }

    private static void send(ServerResponse response, boolean well, Map<String, Object> body) {
        response.status(well ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        body(response, body);
    }

    private static void body(ServerResponse response, Map<String, ?> body) {
        response.header(HeaderValues.CONTENT_TYPE_JSON)
                .header(HeaderValues.create("Cache-Control", "no-cache, no-store, must-revalidate"))
                .send(Json.bytes(body));
    }
}
