package dev.serve.admin;

import static dev.serve.admin.AdminServer.items;
import static dev.serve.admin.AdminServer.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.event.ServerState;
import dev.serve.testing.LogCapture;
import dev.serve.testing.RawClient;
import java.lang.System.Logger.Level;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server, its listeners, connections and threads by the admin API. */
class ServerApiTest {

    @Test
    void theStateIsTold() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(members(admin.get("/state")))
                    .containsEntry("state", "running")
                    .containsEntry("ready", true)
                    .containsEntry("version", 1)
                    .containsEntry("listeners", 2);
        }
    }

    @Test
    void listenersHaveTheirFigures() {
        try (AdminServer admin = AdminServer.open()) {
            admin.web().get("/hello");
            assertThat(items(admin.get("/listeners").body()))
                    .extracting(each -> each.get("name"))
                    .containsExactly("web", "admin");
            Map<String, @Nullable Object> web = members(admin.get("/listeners/web"));
            assertThat(web)
                    .containsEntry("accepting", "accepting")
                    .containsEntry("generation", 1)
                    .containsEntry("port", admin.server().port("web"));
            assertThat(web.get("pool")).asString().contains("requests=1", "active=1");
            assertThat(admin.get("/listeners/web/routes").body())
                    .contains("{\"methods\":[\"GET\"],\"pattern\":\"/hello\"");
            assertThat(admin.get("/pools").body())
                    .contains("\"listener\":\"web\"", "\"requests\":1");
        }
    }

    @Test
    void generationsCountWhatWasBuiltAnew() {
        try (AdminServer admin = AdminServer.open()) {
            admin.json(
                    "PATCH",
                    "/config",
                    "{\"listeners\": {\"web\": {\"http\": {\"max-header-count\": 50}}}}",
                    "If-Match",
                    "\"1\"");
            assertThat(items(admin.get("/generations").body()))
                    .extracting(each -> each.get("listener") + " " + each.get("generation"))
                    .containsExactly("web 2", "admin 1");
        }
    }

    @Test
    void healthIsOfTheServerAndOfOneListener() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(members(admin.get("/health")))
                    .containsEntry("state", "up")
                    .containsEntry("ready", true);
            assertThat(admin.get("/health?listener=web").body())
                    .contains("\"name\":\"web\"")
                    .doesNotContain("\"name\":\"admin\"");
        }
    }

    @Test
    void historyIsThatOfWhoKeepsIt() {
        try (AdminServer admin =
                AdminServer.of(
                        builder -> builder.extension(new OneMeter(Instant.ofEpochSecond(60))))) {
            assertThat(admin.get("/metrics/history").body())
                    .isEqualTo("{\"meters\":[\"requests.rate\"]}");
            assertThat(admin.get("/metrics/history/requests.rate?last=1h&step=10s").body())
                    .isEqualTo(
                            "{\"meter\":\"requests.rate\",\"unit\":\"1/s\",\"stepMillis\":10000,\"points\":[[60000,3600.0]]}");
            assertThat(admin.get("/metrics/history/other").statusCode()).isEqualTo(404);
            assertThat(admin.get("/metrics/history/requests.rate?last=x").statusCode())
                    .isEqualTo(400);
            assertThat(admin.get("/metrics/history/requests.rate?from=x").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void connectionsAreListedFilteredSortedAndCutIntoPages() {
        try (AdminServer admin = AdminServer.open();
                RawClient first = RawClient.tcp(admin.server().port("web"));
                RawClient second = RawClient.tcp(admin.server().port("web"));
                RawClient third = RawClient.tcp(admin.server().port("web"))) {
            first.get("/hello");
            second.get("/hello");
            second.get("/hello");
            third.get("/hello");
            Map<String, @Nullable Object> page =
                    members(
                            admin.get(
                                    "/connections?listener=web&protocol=http/1.1&sort=requests&order=desc&size=2"));
            assertThat(page).containsEntry("total", 3).containsEntry("matching", 3);
            assertThat(page.get("connections"))
                    .asString()
                    .containsSubsequence("requests=2", "requests=1");
            assertThat(
                            members(admin.get("/connections?listener=web&size=2&page=2"))
                                    .get("connections"))
                    .asString()
                    .containsOnlyOnce("conn_");
            assertThat(members(admin.get("/connections?listener=web&q=127.0.0.1")))
                    .containsEntry("matching", 3);
            assertThat(members(admin.get("/connections?listener=web&q=nothing")))
                    .containsEntry("total", 3)
                    .containsEntry("matching", 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/connections?sort=colour, sort",
        "/connections?order=up, order",
        "/connections?page=0, page",
        "/connections?size=1001, size",
        "/connections?size=x, size"
    })
    void aParameterThatMeansNothingIsNamed(String path, String name) {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused = admin.get(path);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(members(refused).get("detail")).asString().startsWith(name + ": \"");
        }
    }

    @ParameterizedTest
    @CsvSource({"drain", "abort", "interrupt"})
    void aConnectionIsClosed(String mode) {
        try (AdminServer admin = AdminServer.open();
                RawClient client = RawClient.tcp(admin.server().port("web"))) {
            client.get("/hello");
            String id = admin.server().pool("web").connections().getFirst().id();
            String path = "/listeners/web/connections/" + id;
            assertThat(members(admin.get(path))).containsEntry("id", id);
            assertThat(admin.send("DELETE", path + "?mode=" + mode, "").statusCode())
                    .isEqualTo(200);
            client.awaitEnd();
            await().untilAsserted(
                            () ->
                                    assertThat(admin.send("DELETE", path, "").statusCode())
                                            .isEqualTo(404));
        }
    }

    @Test
    void drainSaysThatItIsNotReadyAndGoesOnServing() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.json("POST", "/drain", "").body()).isEqualTo("{\"ready\":false}");
            assertThat(admin.server().isReady()).isFalse();
            assertThat(admin.web().get("/hello").body()).isEqualTo("hello");
            assertThat(admin.json("POST", "/undrain", "").body()).isEqualTo("{\"ready\":true}");
            assertThat(admin.server().isReady()).isTrue();
        }
    }

    @Test
    void shutdownAnswersAndStops() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> answer =
                    admin.json(
                            "POST", "/shutdown", "{\"timeout\": \"5s\", \"drain-delay\": \"0s\"}");
            assertThat(answer.statusCode()).isEqualTo(202);
            await().untilAsserted(
                            () ->
                                    assertThat(admin.server().state())
                                            .isEqualTo(ServerState.STOPPED));
        }
    }

    @Test
    void aStopAtOnceIsAnsweredToo() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.json("POST", "/shutdown", "{\"now\": true}").statusCode())
                    .isEqualTo(202);
            await().until(() -> admin.server().state() == ServerState.STOPPED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"timeout\": \"soon\"}",
                "{\"tmeout\": \"5s\"}",
                "{\"timeout\": \"2h\"}",
                "{\"now\": \"yes\"}"
            })
    void shutdownWithOptionsThatMeanNothingDoesNotStop(String options) {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.json("POST", "/shutdown", options).statusCode()).isEqualTo(400);
            assertThat(admin.server().state()).isEqualTo(ServerState.RUNNING);
        }
    }

    @Test
    void aDumpHasTheVirtualThreads() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> dump = admin.get("/threads");
            assertThat(dump.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(dump.body()).contains("\"threadDump\"", "serve-admin");
        }
    }

    @Test
    void everyCommandIsAudited(LogCapture log) {
        try (AdminServer admin = AdminServer.withTokens().as(AdminServer.VIEWER)) {
            admin.json("POST", "/drain", "");
            admin.as(AdminServer.OPERATOR).json("POST", "/drain", "");
            assertThat(items(admin.get("/audit").body()))
                    .extracting(entry -> entry.get("who") + " " + entry.get("status"))
                    .containsExactly(
                            "operator token from 127.0.0.1 200", "viewer token from 127.0.0.1 403");
            assertThat(log.entries(Level.INFO))
                    .anyMatch(
                            line ->
                                    line.toString()
                                            .contains(
                                                    "POST /api/v1/drain by operator token from 127.0.0.1: 200 not ready"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /listeners/nobody, 404",
        "GET, /config/versions/99, 404",
        "GET, /drain, 405",
        "DELETE, /config, 405"
    })
    void errorsHaveOneShape(String method, String path, int status) {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> answer = admin.send(method, path, "");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(members(answer))
                    .containsKeys("type", "title", "detail")
                    .containsEntry("status", status);
            assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
        }
    }

    @Test
    void whatABodyMayHoldIsLimited() {
        try (AdminServer admin = AdminServer.open()) {
            String tooLong = " ".repeat(Call.MAX_BODY + 1);
            assertThat(admin.json("POST", "/config/plan", tooLong).statusCode()).isEqualTo(413);
        }
    }
}
