package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.serve.api.Extension;
import dev.serve.api.Server;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthReport;
import dev.serve.api.observe.HealthState;
import dev.serve.api.observe.HealthView;
import dev.serve.api.observe.MeterHistory;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import dev.serve.testing.RawClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent and answered is what the description says, for every operation. */
class DescribedAnswersTest {

    private static final String MORE =
            "{\"listeners\": {\"web\": {\"pool\": {\"max-connections\": 77}}}}";
    private static final String WHOLE =
            """
            listeners:
              web: { port: 0, pool: { max-connections: 5 } }
              admin: { port: 0, protocols: [http, sse] }
            """;

    @TempDir private Path directory;

    private final CertificateAuthority authority = CertificateAuthority.create("Admin");

    /** Asks, and holds what is sent and answered against the description. */
    private record Asker(AdminServer admin, Description description) {

        static Asker of(AdminServer admin) {
            return new Asker(admin, new Description(admin.get("/openapi.json").body()));
        }

        /** Something to look at; the path has the values that the template has names for. */
        String look(String template, String path) {
            return answered("GET", template, admin.get(path), 200);
        }

        String look(String path) {
            return look(path, path);
        }

        /** A command that is done. */
        void does(int status, String method, String path, String body, String... headers) {
            description.takes(method, path, Json.TYPE, body);
            answered(method, path, admin.json(method, path, body, headers), status);
        }

        String answered(String method, String template, HttpResponse<String> answer, int status) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            description.answers(
                    method,
                    template,
                    status,
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
            return answer.body();
        }
    }

    /** With listeners on TLS and on a Unix socket, and whoever keeps meters and judges health. */
    private AdminServer everything() {
        return AdminServer.of(
                builder -> {
                    Identity identity = authority.server().issue();
                    builder.extension(new Judge())
                            .set("listeners.web.trusted-proxies", "192.0.2.0/24")
                            .set("listeners.web.ext.team", "blue")
                            .listener("local", local -> local.path(socket().toString()))
                            .listener(
                                    "secure",
                                    secure ->
                                            secure.port(0)
                                                    .tls(
                                                            tls ->
                                                                    tls.key(identity.keyPem())
                                                                            .cert(
                                                                                    identity
                                                                                            .certPem())
                                                                            .ca(authority.certPem())
                                                                            .clientAuth(
                                                                                    ClientAuth
                                                                                            .REQUIRED)));
                });
    }

    private Path socket() {
        return directory.resolve("web.sock");
    }

    private RawClient overTls(Server server) {
        return RawClient.tcp(server.port("secure"))
                .tls(ClientTls.trusting(authority, authority.client("somebody").issue()));
    }

    @Test
    void ofEveryOperation() {
        try (AdminServer admin = everything();
                RawClient plain = RawClient.tcp(admin.server().port("web"));
                RawClient secure = overTls(admin.server());
                RawClient local = RawClient.unix(socket());
                RawClient events = RawClient.tcp(admin.server().port("admin"))) {
            List.of(plain, secure, local).forEach(client -> client.get("/hello"));
            Asker asker = Asker.of(admin);
            looksAtTheServer(asker);
            looksAtConnections(asker);
            events.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readUntil("event: counters");
            asker.description().answers("GET", "/events", 200, "text/event-stream", "\"\"");
            changesTheConfiguration(asker);
            asker.does(200, "POST", "/drain", "{}");
            asker.does(200, "POST", "/undrain", "{}");
            asker.does(
                    202,
                    "POST",
                    "/shutdown",
                    "{\"timeout\": \"5s\", \"drain-delay\": \"0s\", \"now\": true}");
            assertThat(asker.description().tried()).isEqualTo(asker.description().operations());
        }
    }

    private static void looksAtTheServer(Asker asker) {
        for (String path :
                List.of(
                        "/openapi.json",
                        "/session",
                        "/state",
                        "/health",
                        "/listeners",
                        "/pools",
                        "/generations",
                        "/threads",
                        "/metrics/history",
                        "/log-levels")) {
            asker.look(path);
        }
        asker.look("/health", "/health?listener=web");
        asker.look("/metrics/history/{meter}", "/metrics/history/requests.rate");
        for (String listener : List.of("web", "admin", "secure", "local")) {
            asker.look("/listeners/{listener}", "/listeners/" + listener);
            asker.look("/listeners/{listener}/routes", "/listeners/" + listener + "/routes");
        }
    }

    private static void looksAtConnections(Asker asker) {
        assertThat(asker.look("/connections")).contains("\"tls\"", "CN=somebody", "\"unixPeer\"");
        String template = "/listeners/{listener}/connections/{id}";
        for (String listener : List.of("web", "secure", "local")) {
            String path =
                    "/listeners/%s/connections/%s"
                            .formatted(
                                    listener,
                                    asker.admin()
                                            .server()
                                            .pool(listener)
                                            .connections()
                                            .getFirst()
                                            .id());
            asker.look(template, path);
            asker.answered("DELETE", template, asker.admin().send("DELETE", path, ""), 200);
        }
    }

    private static void changesTheConfiguration(Asker asker) {
        asker.look("/config");
        asker.look("/config", "/config?defaults=false");
        asker.does(200, "POST", "/config/plan", MORE);
        asker.does(200, "PATCH", "/config", MORE, "If-Match", "*");
        asker.does(412, "PATCH", "/config", MORE, "If-Match", "\"1\"");
        asker.does(200, "PATCH", "/log-levels", "{\"com.example\": \"OFF\"}", "If-Match", "*");
        asker.look("/log-levels");
        asker.does(200, "PUT", "/log-levels", "{\"com.example\": \"INFO\"}", "If-Match", "*");
        asker.does(200, "POST", "/config/rollback", "{\"version\": 2}", "If-Match", "*");
        asker.does(
                422,
                "PATCH",
                "/config",
                "{\"listeners\": {\"web\": {\"port\": \"http\"}}}",
                "If-Match",
                "*");
        asker.does(
                409,
                "PATCH",
                "/config",
                "{\"listeners\": {\"web\": {\"port\": %d}}}"
                        .formatted(asker.admin().server().port("admin")),
                "If-Match",
                "*");
        HttpResponse<String> whole =
                asker.admin()
                        .send(
                                "PUT",
                                "/config",
                                WHOLE,
                                "Content-Type",
                                "application/yaml",
                                "If-Match",
                                "*");
        asker.answered("PUT", "/config", whole, 200);
        asker.look("/config/versions");
        asker.look("/config/versions/{version}", "/config/versions/1");
        asker.look("/config/diff");
        asker.look("/config/diff", "/config/diff?from=1&to=2");
        asker.look("/audit");
    }

    @Test
    void whereNobodyJudgesTheHealthOrKeepsMeters() {
        try (AdminServer admin = AdminServer.open()) {
            Asker asker = Asker.of(admin);
            asker.look("/health");
            asker.look("/health", "/health?listener=web");
            asker.answered("GET", "/metrics/history", admin.get("/metrics/history"), 501);
        }
    }

    @Test
    void everySchemaIsOne() {
        try (AdminServer admin = AdminServer.open()) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(VersionFlag.V202012)
                            .getSchema(SchemaLocation.of(SchemaId.V202012));
            assertThat(Asker.of(admin).description().schemas())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(each -> assertThat(schema.validate(each)).isEmpty());
        }
    }

    /** Keeps one meter, and judges. */
    private static final class Judge implements Extension, MeterHistory, HealthView {

        private volatile Optional<Server> server = Optional.empty();

        @Override
        public String name() {
            return "judge";
        }

        @Override
        public void start(Server started) {
            server = Optional.of(started);
        }

        @Override
        public <T> Optional<T> view(Class<T> type) {
            return type == MeterHistory.class || type == HealthView.class
                    ? Optional.of(type.cast(this))
                    : Optional.empty();
        }

        @Override
        public List<String> meters() {
            return List.of("requests.rate");
        }

        @Override
        public Series range(String meter, Instant from, Instant to, Duration step) {
            List<Point> points =
                    List.of(new Point(from, 2.5), new Point(to, Double.NaN), new Point(to, 0));
            return new Series(meter, "1/s", step, points);
        }

        @Override
        public HealthReport report() {
            HealthReport.ListenerHealth web =
                    new HealthReport.ListenerHealth(
                            "web",
                            List.of("http"),
                            "127.0.0.1:1",
                            1,
                            HealthState.DEGRADED,
                            List.of("nearly full"),
                            server.orElseThrow().pool("web").health());
            HealthReport.CheckHealth check =
                    new HealthReport.CheckHealth(
                            "disk",
                            HealthCheck.Probe.READINESS,
                            HealthState.DOWN,
                            "full",
                            Map.of("free", "0"),
                            Duration.ofMillis(3),
                            Instant.EPOCH);
            return new HealthReport(
                    HealthState.DOWN,
                    List.of("disk: full"),
                    true,
                    true,
                    false,
                    false,
                    1,
                    "applied",
                    List.of(web),
                    List.of(check),
                    Instant.EPOCH);
        }
    }
}
