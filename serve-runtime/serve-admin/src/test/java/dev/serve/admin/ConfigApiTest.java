package dev.serve.admin;

import static dev.serve.admin.AdminServer.members;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ServerConfig;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration by the admin API. */
class ConfigApiTest {

    private static final String MORE =
            "{\"listeners\": {\"web\": {\"pool\": {\"max-connections\": 77}}}}";

    private static int maxConnections(AdminServer admin) {
        ServerConfig config = admin.server().config();
        return config.listeners().values().iterator().next().pool().maxConnections();
    }

    @Test
    void isShownWithItsVersion() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> shown = admin.get("/config");
            assertThat(shown.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(shown.body())
                    .contains(
                            "\"max-connections\":1000",
                            "\"protocols\":[\"http\",\"sse\"]",
                            "\"keep-alive-timeout\":\"65s\"");
            assertThat(admin.get("/config?defaults=false").body())
                    .isEqualTo(
                            "{\"listeners\":{\"web\":{\"port\":0},\"admin\":{\"port\":0,\"protocols\":[\"http\",\"sse\"]}},\"admin\":{\"listener\":\"admin\"}}");
        }
    }

    @Test
    void aListIsOneWhateverItIsOf() {
        try (AdminServer admin =
                AdminServer.of(
                        builder ->
                                builder.set(
                                                "listeners.web.trusted-proxies",
                                                "192.0.2.0/24, 2001:db8::/32")
                                        .set("shutdown.skip-steps", "drain-delay"))) {
            assertThat(admin.get("/config?defaults=false").body())
                    .contains(
                            "\"trusted-proxies\":[\"192.0.2.0/24\",\"2001:db8:0:0:0:0:0:0/32\"]",
                            "\"skip-steps\":[\"drain-delay\"]");
            assertThat(admin.json("POST", "/config/plan", admin.get("/config").body()).body())
                    .contains("\"empty\":true");
        }
    }

    @Test
    void whatIsShownIsNoChange() {
        try (AdminServer admin = AdminServer.open()) {
            for (String defaults : List.of("true", "false")) {
                HttpResponse<String> plan =
                        admin.json(
                                "POST",
                                "/config/plan",
                                admin.get("/config?defaults=" + defaults).body());
                assertThat(plan.body()).contains("\"empty\":true", "\"impact\":\"nothing\"");
            }
        }
    }

    @Test
    void aPlanSaysWhatAChangeWouldDoAndDoesNothing() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> plan = admin.json("POST", "/config/plan", MORE);
            assertThat(plan.statusCode()).isEqualTo(200);
            assertThat(plan.body())
                    .contains(
                            "\"key\":\"pool.max-connections\",\"before\":\"1000\",\"after\":\"77\",\"impact\":\"runtime\"");
            assertThat(maxConnections(admin)).isEqualTo(1000);
            assertThat(admin.server().version()).isEqualTo(1);
        }
    }

    @Test
    void aPartIsPutInForceAndRolledBack() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> applied =
                    admin.send(
                            "PATCH",
                            "/config",
                            MORE,
                            "Content-Type",
                            "application/merge-patch+json",
                            "If-Match",
                            "\"1\"");
            assertThat(applied.statusCode()).isEqualTo(200);
            assertThat(applied.headers().firstValue("ETag")).contains("\"2\"");
            assertThat(maxConnections(admin)).isEqualTo(77);

            assertThat(admin.get("/config/diff").body())
                    .isEqualTo(
                            "{\"from\":1,\"to\":2,\"changes\":[{\"key\":\"listeners.web.pool.max-connections\",\"before\":\"1000\",\"after\":\"77\"}]}");
            HttpResponse<String> back =
                    admin.json("POST", "/config/rollback", "{\"version\": 1}", "If-Match", "\"2\"");
            assertThat(back.statusCode()).isEqualTo(200);
            assertThat(members(back)).containsEntry("version", 3);
            assertThat(maxConnections(admin)).isEqualTo(1000);
            assertThat(AdminServer.items(admin.get("/config/versions").body()))
                    .extracting(version -> version.get("version"))
                    .containsExactly(3, 2, 1);
            assertThat(admin.get("/config/versions/2?defaults=false").body())
                    .contains("\"max-connections\":77", "\"mayRollBackTo\":true");
        }
    }

    @Test
    void aWholeFileIsPutInForce() {
        try (AdminServer admin = AdminServer.open()) {
            String yaml =
                    """
                    listeners:
                      web: { port: 0, pool: { max-connections: 5 } }
                      admin: { port: 0, protocols: [http, sse] }
                    shutdown: { timeout: 3s }
                    """;
            HttpResponse<String> applied =
                    admin.send(
                            "PUT",
                            "/config",
                            yaml,
                            "Content-Type",
                            "application/yaml",
                            "If-Match",
                            "\"1\"");
            assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
            assertThat(maxConnections(admin)).isEqualTo(5);
            assertThat(admin.server().config().shutdown().timeout()).hasSeconds(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"PATCH, /config", "POST, /config/rollback"})
    void aChangeNeedsTheVersionItWasMadeFor(String method, String path) {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> without = admin.json(method, path, "{\"version\": 1}");
            assertThat(without.statusCode()).isEqualTo(428);
            HttpResponse<String> stale =
                    admin.json(method, path, "{\"version\": 1}", "If-Match", "\"7\"");
            assertThat(stale.statusCode()).isEqualTo(412);
            assertThat(stale.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(admin.server().version()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                " * ",
                "\"1\"",
                "\"7\", \"1\"",
                "\"7\",\"1\",W/\"2\"",
                "\"a,b\" , \"1\""
            })
    void ifMatchIsEveryVersionOrOneOfAList(String condition) {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.json("PATCH", "/config", MORE, "If-Match", condition).statusCode())
                    .isEqualTo(200);
            assertThat(maxConnections(admin)).isEqualTo(77);
        }
    }

    @Test
    void ifMatchMayStandInSeveralLines() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> applied =
                    admin.json("PATCH", "/config", MORE, "If-Match", "\"7\"", "If-Match", "\"1\"");
            assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"W/\"1\"", "w/\"1\"", "1", "\"1", "\"7\", W/\"1\"", "*, \"7\"", "\"*\""})
    void aWeakTagOrNoneAtAllMatchesNothing(String condition) {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> stale =
                    admin.json("PATCH", "/config", MORE, "If-Match", condition);
            assertThat(stale.statusCode()).isEqualTo(412);
            assertThat(stale.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(admin.server().version()).isEqualTo(1);
        }
    }

    @Test
    void everyProblemIsNamedAndNothingChanged() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"listeners\": {\"web\": {\"port\": \"http\", \"prot\": []}}}",
                            "If-Match",
                            "\"1\"");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(members(refused).get("problems"))
                    .asString()
                    .contains("listeners.web.port", "\"http\"", "listeners.web.prot");
            HttpResponse<String> file =
                    admin.send(
                            "POST",
                            "/config/plan",
                            "listeners:\n  web: { port: x }\n",
                            "Content-Type",
                            "application/yaml");
            assertThat(file.statusCode()).isEqualTo(422);
            assertThat(file.body()).contains("text:2:16");
            assertThat(admin.server().version()).isEqualTo(1);
        }
    }

    @Test
    void theListenerThatServesItCannotBeTakenAway() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"listeners\": {\"admin\": null}}",
                            "If-Match",
                            "\"1\"");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("admin.listener", "the name of a listener: web");
        }
    }

    @Test
    void whatCannotBePreparedIsAConflict() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"listeners\": {\"web\": {\"port\": "
                                    + admin.server().port("admin")
                                    + "}}}",
                            "If-Match",
                            "\"1\"");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(members(refused)).containsEntry("outcome", "refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"a\": 1, \"a\": 2}", "{} {}", "nul"})
    void aBodyThatIsNoObjectIsABadRequestAndAnEmptyOneNoChange(String body) {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.json("POST", "/config/plan", body).statusCode())
                    .isEqualTo(body.isEmpty() ? 200 : 400);
        }
    }

    @Test
    void aBodyThatNestsTooDeepIsABadRequest() {
        try (AdminServer admin = AdminServer.open()) {
            String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
            assertThat(admin.json("POST", "/config/plan", deep).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void secretsAreShownNowhere() {
        String planted = "planted-secret-4711";
        try (AdminServer admin =
                AdminServer.of(
                        builder ->
                                builder.set("admin.viewer-token", planted)
                                        .set("admin.operator-token", AdminServer.OPERATOR)
                                        .set("listeners.web.ext.api-key", planted)
                                        .set("listeners.web.ext.team", "blue"))) {
            admin.as(AdminServer.OPERATOR);
            assertThat(admin.get("/config").body())
                    .contains(
                            "\"viewer-token\":\"***\"", "\"api-key\":\"***\"", "\"team\":\"blue\"");
            HttpResponse<String> changed =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"admin\": {\"viewer-token\": \"" + planted + "-2\"}}",
                            "If-Match",
                            "\"1\"");
            assertThat(changed.statusCode()).isEqualTo(200);
            for (String path :
                    List.of(
                            "/config",
                            "/config/versions",
                            "/config/versions/1",
                            "/config/versions/2",
                            "/config/diff",
                            "/listeners",
                            "/state",
                            "/audit")) {
                assertThat(admin.get(path).body()).as(path).doesNotContain(planted);
            }
            assertThat(changed.body()).doesNotContain(planted);
        }
    }

    @Test
    void theMaskIsNotTakenForASecret() {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.OPERATOR)) {
            HttpResponse<String> refused =
                    admin.json(
                            "PATCH",
                            "/config",
                            "{\"admin\": {\"viewer-token\": \"***\"}}",
                            "If-Match",
                            "\"1\"");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("leave the key out to keep it");
        }
    }
}
