package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the admin API, and who may not. */
class AccessTest {

    private static final String STATE = "GET /api/v1/state HTTP/1.1\r\n";

    @TempDir private Path directory;

    private final CertificateAuthority authority = CertificateAuthority.create("Admin");

    private static RawAnswer asked(AdminServer admin, String head) {
        try (RawClient client = RawClient.tcp(admin.server().port("admin"))) {
            return client.send(head + "Connection: close\r\n\r\n").readAnswer();
        }
    }

    @Test
    void withoutTokensWhoeverIsOnThisMachineIsAnOperator() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> session = admin.get("/session");
            assertThat(session.statusCode()).isEqualTo(200);
            assertThat(session.body()).isEqualTo("{\"name\":\"127.0.0.1\",\"role\":\"operator\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9900", "127.0.0.1", "127.8.8.8:1", "[::1]:80"})
    void withoutTokensALoopbackHostIsAnswered(String host) {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(asked(admin, STATE + "Host: " + host + "\r\n").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "127.0.0.1.example.com", "localhost.example.com:80"})
    void withoutTokensANameThatWasReboundIsRefused(String host) {
        try (AdminServer admin = AdminServer.open()) {
            RawAnswer answer = asked(admin, STATE + "Host: " + host + "\r\n");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("for the host", host);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://example.com",
        "Origin, null",
        "Origin, http://127.0.0.1:1",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void aPageOfAnotherSiteIsRefusedWithTokensAndWithout(String name, String value) {
        try (AdminServer open = AdminServer.open();
                AdminServer closed = AdminServer.withTokens().as(AdminServer.OPERATOR)) {
            assertThat(open.json("POST", "/drain", "", name, value).statusCode()).isEqualTo(403);
            assertThat(closed.json("POST", "/drain", "", name, value).statusCode()).isEqualTo(403);
            assertThat(closed.get("/state", name, value).statusCode()).isEqualTo(403);
            assertThat(open.server().isReady()).isTrue();
        }
    }

    @Test
    void ownPagesMayAsk() {
        try (AdminServer admin = AdminServer.open()) {
            String own = admin.client().base().toString();
            assertThat(admin.json("POST", "/drain", "", "Origin", own).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=192.0.2.1",
                "Forwarded: for=127.0.0.1",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-Host: example.com",
                "X-Forwarded-Proto: https",
                "X-Real-IP: 192.0.2.1",
                "Via: 1.1 proxy"
            })
    void withoutTokensNobodyIsLetInThroughAProxyTrustedOrNot(String header) {
        String asked = STATE + "Host: localhost\r\n" + header + "\r\n";
        try (AdminServer untrusted = AdminServer.open();
                AdminServer trusted =
                        AdminServer.of(
                                builder ->
                                        builder.set(
                                                "listeners.admin.trusted-proxies",
                                                "127.0.0.1/32"))) {
            for (AdminServer admin : List.of(untrusted, trusted)) {
                RawAnswer answer = asked(admin, asked);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).contains("through a proxy (expected: ");
            }
        }
    }

    @Test
    void aTokenIsLetInThroughAProxy() {
        try (AdminServer admin = AdminServer.withTokens()) {
            RawAnswer answer =
                    asked(
                            admin,
                            STATE
                                    + "Host: serve.example.com\r\nVia: 1.1 proxy\r\nAuthorization: Bearer "
                                    + AdminServer.VIEWER
                                    + "\r\n");
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void withTokensNobodyIsLetInWithout() {
        try (AdminServer admin = AdminServer.withTokens()) {
            HttpResponse<String> refused = admin.get("/state");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"serve admin\"");
            assertThat(refused.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(admin.as("guessed-0123456789").get("/state").statusCode()).isEqualTo(401);
            assertThat(admin.get("/events").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aViewerLooksAndAnOperatorCommands() {
        try (AdminServer admin = AdminServer.withTokens()) {
            admin.as(AdminServer.VIEWER);
            assertThat(admin.get("/session").body()).contains("\"role\":\"viewer\"");
            assertThat(admin.get("/config").statusCode()).isEqualTo(200);
            assertThat(admin.get("/threads").statusCode()).isEqualTo(403);
            assertThat(admin.json("POST", "/drain", "").statusCode()).isEqualTo(403);
            assertThat(admin.json("PATCH", "/config", "{}", "If-Match", "\"1\"").statusCode())
                    .isEqualTo(403);
            assertThat(admin.server().isReady()).isTrue();

            admin.as(AdminServer.OPERATOR);
            assertThat(admin.get("/session").body()).contains("\"role\":\"operator\"");
            assertThat(admin.json("POST", "/drain", "").statusCode()).isEqualTo(200);
            assertThat(admin.server().isReady()).isFalse();
        }
    }

    @Test
    void aTokenHoldsFromTheChangeOn() {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.OPERATOR)) {
            String other = "another-0123456789";
            HttpResponse<String> changed =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"admin\": {\"operator-token\": \"" + other + "\"}}",
                            "If-Match",
                            "\"1\"");
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(changed.body()).doesNotContain(other);
            assertThat(admin.get("/state").statusCode()).isEqualTo(401);
            assertThat(admin.as(other).get("/state").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", ""})
    void aCommandNeedsATypeThatNoFormSends(String type) {
        try (AdminServer admin = AdminServer.open()) {
            String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
            assertThat(admin.send("POST", "/drain", "", headers).statusCode()).isEqualTo(415);
            assertThat(admin.server().isReady()).isTrue();
        }
    }

    @Test
    void aUnixSocketNeedsNoToken() {
        Path socket = directory.resolve("admin.sock");
        try (AdminServer _ = AdminServer.of(admin -> admin.path(socket.toString()), more -> {});
                RawClient client = RawClient.unix(socket)) {
            RawAnswer answer = client.get("/api/v1/session");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("a Unix socket", "operator");
        }
    }

    @Test
    void aCertificateThatIsRequiredIsEnough() {
        try (AdminServer admin = mutualTls("")) {
            assertThat(session(admin, "somebody"))
                    .isEqualTo("{\"name\":\"CN=somebody\",\"role\":\"operator\"}");
        }
    }

    @Test
    void aCertificateIsAnOperatorsOrAViewers() {
        try (AdminServer admin = mutualTls("CN=ops,CN=second")) {
            assertThat(session(admin, "ops")).contains("\"role\":\"operator\"");
            assertThat(session(admin, "OPS")).contains("\"role\":\"operator\"");
            assertThat(session(admin, "second")).contains("\"role\":\"operator\"");
            assertThat(session(admin, "opsy")).contains("\"role\":\"viewer\"");
        }
    }

    @Test
    void aTokenDecidesWhateverTheCertificate() {
        try (AdminServer admin =
                AdminServer.of(
                        builder -> {
                            AdminServer.addMutualTls(builder, authority, "CN=ops");
                            builder.set("admin.viewer-token", AdminServer.VIEWER);
                        })) {
            assertThat(session(admin, "ops")).contains("no token");
            try (TestHttpClient client = client(admin, "ops")) {
                assertThat(
                                client.get(
                                                "/api/v1/session",
                                                "Authorization",
                                                "Bearer " + AdminServer.VIEWER)
                                        .body())
                        .contains("\"role\":\"viewer\"");
            }
        }
    }

    private AdminServer mutualTls(String operators) {
        return AdminServer.of(builder -> AdminServer.addMutualTls(builder, authority, operators));
    }

    private TestHttpClient client(AdminServer admin, String name) {
        return TestHttpClient.of(
                URI.create("https://localhost:" + admin.server().port("admin")),
                ClientTls.trusting(authority, authority.client(name).issue()));
    }

    private String session(AdminServer admin, String name) {
        try (TestHttpClient client = client(admin, name)) {
            return client.get("/api/v1/session").body();
        }
    }
}
