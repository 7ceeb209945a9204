package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.EventClient;
import dev.serve.testing.LogCapture;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody learns from the admin API who may only look, or who no longer may. */
class SecrecyTest {

    private static final String PLANTED = "planted-secret-4711";

    @TempDir private Path directory;

    @Test
    void aViewerPlansNoWholeFileAsItMayReferToSecrets() {
        try (AdminServer admin = AdminServer.withTokens()) {
            String yaml =
                    """
                    listeners:
                      web: { port: 0, host: "${SERVE_ADMIN_OPERATOR_TOKEN:localhost}" }
                      admin: { port: 0, protocols: [http, sse] }
                    """;
            HttpResponse<String> asViewer =
                    admin.as(AdminServer.VIEWER)
                            .send("POST", "/config/plan", yaml, "Content-Type", "application/yaml");
            assertThat(asViewer.statusCode()).isEqualTo(403);
            assertThat(asViewer.body()).contains("a whole file as viewer (expected: operator");
            HttpResponse<String> asOperator =
                    admin.as(AdminServer.OPERATOR)
                            .send("POST", "/config/plan", yaml, "Content-Type", "application/yaml");
            assertThat(asOperator.statusCode()).as(asOperator.body()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"listeners\": {\"web\": {\"host\": {\"file\": \"%s\"}}}}",
                "{\"listeners\": {\"web\": {\"tls\": {\"sni\": [{\"key\": {\"file\": \"%s\"}}]}}}}",
                "{\"listeners\": {\"web\": {\"port\": {\"env\": \"%s\"}}}}",
                "{\"listeners\": {\"web\": {\"port\": {\"file\": \"%s\", \"env\": \"HOME\"}}}}"
            })
    void aViewerPlansWithNothingThatStandsElsewhere(String part) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), PLANTED);
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.VIEWER)) {
            HttpResponse<String> refused =
                    admin.json("POST", "/config/plan", part.formatted(secret));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .contains("a value that stands in a file or the environment as viewer")
                    .doesNotContain(PLANTED);
        }
    }

    @Test
    void aViewerPlansAPart() {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.VIEWER)) {
            assertThat(
                            admin.json(
                                            "POST",
                                            "/config/plan",
                                            "{\"listeners\": {\"web\": {\"ext\": {\"file-name\": \"a\"}}}}")
                                    .body())
                    .contains("\"impact\":\"runtime\"");
        }
    }

    @Test
    void aSecretWithoutQuotesIsNotRepeated(LogCapture log) {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.OPERATOR)) {
            HttpResponse<String> refused =
                    admin.json(
                            "POST",
                            "/config/plan",
                            "{\"admin\":\n {\"viewer-token\": planted_secret_4711}}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .contains("line 2, column ", "a word without quotes")
                    .doesNotContain("planted");
            assertThat(admin.get("/audit").body()).contains("400").doesNotContain("planted");
            assertThat(log.entries(Level.INFO))
                    .noneMatch(line -> line.toString().contains("planted"));
        }
    }

    @Test
    void aStreamEndsForWhomNoTokenLetsInAnyLonger() {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.OPERATOR);
                RawClient viewer = RawClient.tcp(admin.server().port("admin"));
                EventClient operator =
                        EventClient.open(
                                admin.client(),
                                "/api/v1/events",
                                "Authorization",
                                "Bearer " + AdminServer.OPERATOR)) {
            viewer.send(
                            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + AdminServer.VIEWER
                                    + "\r\n\r\n")
                    .readUntil("event: counters");
            HttpResponse<String> changed =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"admin\": {\"viewer-token\": \"another-viewer-0123\"}}",
                            "If-Match",
                            "\"1\"");
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(viewer.readToEnd()).endsWith("0\r\n\r\n");
            AdminServer.next(operator, "counters");
            AdminServer.next(operator, "counters");
        }
    }

    @Test
    void whoIsNotLetInIsAuditedWithItsPlace() {
        try (AdminServer admin = AdminServer.withTokens()) {
            assertThat(admin.json("POST", "/drain", "").statusCode()).isEqualTo(401);
            assertThat(admin.as(AdminServer.VIEWER).get("/audit").body())
                    .contains("\"who\":\"somebody from 127.0.0.1\"", "\"status\":401");
        }
    }
}
