package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the admin API, and who may not. */
class AccessTest {

    private static final String STATE = "GET /api/v1/state HTTP/1.1\r\n";

    @TempDir private Path directory;

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
            strings = {"Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1", "Via: 1.1 proxy"})
    void withoutTokensNobodyIsLetInThroughAProxy(String header) {
        try (AdminServer admin =
                AdminServer.of(
                        builder ->
                                builder.set("listeners.admin.trusted-proxies", "127.0.0.1/32"))) {
            assertThat(asked(admin, STATE + "Host: localhost\r\n" + header + "\r\n").status())
                    .isEqualTo(403);
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
        try (Server server =
                        Server.builder()
                                .listener(
                                        "admin",
                                        admin ->
                                                admin.path(socket.toString())
                                                        .protocols("http", "sse"))
                                .set("admin.listener", "admin")
                                .build()
                                .start();
                RawClient client = RawClient.unix(socket)) {
            assertThat(server.isReady()).isTrue();
            RawAnswer answer = client.get("/api/v1/session");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("a Unix socket", "operator");
        }
    }

    @Test
    void aCertificateThatIsRequiredIsEnough() {
        DevCertificates certificates = DevCertificates.createIn(directory);
        try (AdminServer admin =
                        AdminServer.of(
                                builder ->
                                        builder.listener(
                                                "admin",
                                                listener ->
                                                        listener.tls(
                                                                tls ->
                                                                        tls.key(
                                                                                        path(
                                                                                                certificates,
                                                                                                "server.key"))
                                                                                .cert(
                                                                                        path(
                                                                                                certificates,
                                                                                                "server.crt"))
                                                                                .ca(
                                                                                        path(
                                                                                                certificates,
                                                                                                "ca.crt"))
                                                                                .clientAuth(
                                                                                        dev.serve
                                                                                                .api
                                                                                                .config
                                                                                                .ClientAuth
                                                                                                .REQUIRED))));
                TestHttpClient client =
                        TestHttpClient.of(
                                URI.create("https://localhost:" + admin.server().port("admin")),
                                certificates.trustingAsClient())) {
            assertThat(client.get("/api/v1/session").body())
                    .contains("CN=" + DevCertificates.CLIENT_NAME, "operator");
        }
    }

    private static String path(DevCertificates certificates, String name) {
        return certificates.file(name).toString();
    }
}
