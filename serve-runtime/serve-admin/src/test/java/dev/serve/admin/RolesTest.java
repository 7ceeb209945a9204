package dev.serve.admin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.admin.Caller.Role;
import dev.serve.api.event.ServerState;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation by either role, on every way to the listener. */
class RolesTest {

    private static final String MORE =
            "{\"listeners\": {\"web\": {\"pool\": {\"max-connections\": 77}}}}";

    /** How a caller reaches the API, and by what it is known. */
    private enum Way {
        /** By a token. */
        TCP("viewer token from 127.0.0.1", "operator token from 127.0.0.1"),
        /** By a token. */
        UNIX("viewer token from a Unix socket", "operator token from a Unix socket"),
        /** By a client certificate. */
        MUTUAL_TLS("CN=viewer", "CN=operator");

        private final String viewer;
        private final String operator;

        Way(String viewer, String operator) {
            this.viewer = viewer;
            this.operator = operator;
        }

        String name(Role role) {
            return role == Role.VIEWER ? viewer : operator;
        }
    }

    private record Described(String method, String path, Role role, Set<String> statuses) {

        boolean isCommand() {
            return !method.equals("GET");
        }
    }

    @TempDir private Path directory;

    private final CertificateAuthority authority = CertificateAuthority.create("Admin");

    private AdminServer server(Way way) {
        return switch (way) {
            case TCP -> AdminServer.withTokens();
            case UNIX ->
                    AdminServer.of(
                            admin -> admin.path(socket().toString()), AdminServer::addTokens);
            case MUTUAL_TLS ->
                    AdminServer.of(
                            builder -> AdminServer.addMutualTls(builder, authority, "CN=operator"));
        };
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    private RawClient connect(Way way, AdminServer admin, Role role) {
        return switch (way) {
            case TCP -> RawClient.tcp(admin.server().port("admin"));
            case UNIX -> RawClient.unix(socket());
            case MUTUAL_TLS ->
                    RawClient.tcp(admin.server().port("admin"))
                            .tls(
                                    ClientTls.trusting(
                                            authority,
                                            authority.client(Fields.word(role)).issue()));
        };
    }

    private String head(Way way, Role role, String method, String path) {
        String head = method + " /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n";
        return way == Way.MUTUAL_TLS
                ? head
                : head
                        + "Authorization: Bearer "
                        + (role == Role.OPERATOR ? AdminServer.OPERATOR : AdminServer.VIEWER)
                        + "\r\n";
    }

    /** On a connection of its own. */
    private RawAnswer ask(Way way, AdminServer admin, Role role, String method, String path) {
        return ask(way, admin, role, method, path, "", "0");
    }

    private RawAnswer ask(
            Way way,
            AdminServer admin,
            Role role,
            String method,
            String path,
            String body,
            String version) {
        String type =
                method.equals("PUT") && path.equals("/config")
                        ? "application/yaml"
                        : "application/json";
        try (RawClient client = connect(way, admin, role)) {
            return client.send(
                            head(way, role, method, path)
                                    + "Connection: close\r\nIf-Match: \""
                                    + version
                                    + "\"\r\nContent-Type: "
                                    + type
                                    + "\r\nContent-Length: "
                                    + body.length()
                                    + "\r\n\r\n"
                                    + body)
                    .readAnswer();
        }
    }

    /** What the description has, less the stream, with names in the place of parameters. */
    @SuppressWarnings("unchecked") // as OpenAPI has it
    private List<Described> operations(Way way, AdminServer admin) {
        Map<String, @Nullable Object> description =
                AdminServer.members(ask(way, admin, Role.VIEWER, "GET", "/openapi.json").text());
        List<Described> all = new ArrayList<>();
        ((Map<String, Map<String, Map<String, Object>>>) requireNonNull(description.get("paths")))
                .forEach(
                        (path, methods) ->
                                methods.forEach(
                                        (method, operation) ->
                                                all.add(
                                                        new Described(
                                                                method.toUpperCase(Locale.ROOT),
                                                                filled(path),
                                                                role(operation),
                                                                ((Map<String, Object>)
                                                                                requireNonNull(
                                                                                        operation
                                                                                                .get(
                                                                                                        "responses")))
                                                                        .keySet()))));
        all.removeIf(each -> each.path().equals("/events"));
        return all;
    }

    private static String filled(String path) {
        return path.replace("{listener}", "web")
                .replace("{id}", "conn_000000000000")
                .replace("{version}", "1")
                .replace("{meter}", "requests.rate");
    }

    private static Role role(Map<String, Object> operation) {
        return String.valueOf(operation.get("x-role")).equals("viewer")
                ? Role.VIEWER
                : Role.OPERATOR;
    }

    /** A command that changes nothing: for a version that is not in force, or of nothing. */
    private static String body(Described operation) {
        return operation.path().equals("/shutdown") ? "{\"timeout\": \"soon\"}" : "";
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationIsForItsRoleAndEveryCommandIsAudited(Way way) {
        try (AdminServer admin = server(way)) {
            List<String> commands = new ArrayList<>();
            List<Described> operations = operations(way, admin);
            for (Role role : Role.values()) {
                for (Described each : operations) {
                    RawAnswer answer =
                            ask(way, admin, role, each.method(), each.path(), body(each), "0");
                    if (role.covers(each.role())) {
                        assertThat(answer.status())
                                .as("%s as %s: %s", each, role, answer)
                                .isIn(200, 204, 400, 404, 412, 501);
                    } else {
                        assertThat(answer.status()).as("%s as %s", each, role).isEqualTo(403);
                    }
                    assertThat(each.statuses())
                            .as("%s is described", each)
                            .contains(Integer.toString(answer.status()));
                    if (answer.status() >= 400) {
                        assertThat(answer.header("Content-Type"))
                                .contains("application/problem+json");
                        assertThat(AdminServer.members(answer.text()))
                                .containsKeys("type", "title", "detail")
                                .containsEntry("status", answer.status());
                    }
                    if (each.isCommand()) {
                        commands.addFirst(
                                "%s: %s /api/v1%s %d"
                                        .formatted(
                                                way.name(role),
                                                each.method(),
                                                each.path(),
                                                answer.status()));
                    }
                }
            }
            assertThat(operations).filteredOn(Described::isCommand).hasSizeGreaterThan(7);
            String audit = ask(way, admin, Role.VIEWER, "GET", "/audit").text();
            assertThat(AdminServer.items(audit))
                    .extracting(
                            each ->
                                    "%s: %s %s"
                                            .formatted(
                                                    each.get("who"),
                                                    each.get("command"),
                                                    each.get("status")))
                    .isEqualTo(commands);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorChangesClosesDrainsAndStops(Way way) {
        try (AdminServer admin = server(way);
                RawClient web = RawClient.tcp(admin.server().port("web"));
                RawClient events = connect(way, admin, Role.VIEWER)) {
            events.send(head(way, Role.VIEWER, "GET", "/events") + "\r\n")
                    .readUntil("event: counters");
            web.get("/hello");
            assertThat(command(way, admin, "PATCH", "/config", MORE, "1")).isEqualTo(200);
            events.readUntil("applied as version 2");
            assertThat(ask(way, admin, Role.VIEWER, "GET", "/config?defaults=false").text())
                    .contains("\"max-connections\":77");
            assertThat(command(way, admin, "POST", "/config/rollback", "{\"version\": 1}", "2"))
                    .isEqualTo(200);
            String id = admin.server().pool("web").connections().getFirst().id();
            String path = "/listeners/web/connections/" + id;
            assertThat(ask(way, admin, Role.OPERATOR, "DELETE", path).status()).isEqualTo(200);
            web.awaitEnd();
            assertThat(command(way, admin, "POST", "/drain", "", "")).isEqualTo(200);
            assertThat(admin.server().isReady()).isFalse();
            assertThat(command(way, admin, "POST", "/undrain", "", "")).isEqualTo(200);
            assertThat(command(way, admin, "POST", "/shutdown", "{}", "")).isEqualTo(202);
            await().until(() -> admin.server().state() == ServerState.STOPPED);
        }
    }

    private int command(
            Way way, AdminServer admin, String method, String path, String body, String version) {
        return ask(way, admin, Role.OPERATOR, method, path, body, version).status();
    }
}
