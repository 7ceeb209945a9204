package dev.serve.admin;

import static dev.serve.admin.AdminServer.items;
import static dev.serve.admin.AdminServer.members;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Log levels by the admin API; that they hold, the distribution's own tests check. */
class LogLevelsApiTest {

    private static HttpResponse<String> set(
            AdminServer admin, String method, String levels, int version) {
        return admin.json(method, "/log-levels", levels, "If-Match", "\"" + version + "\"");
    }

    private static @Nullable Object set(AdminServer admin, String logger) {
        Map<String, @Nullable Object> entry =
                items(admin.get("/log-levels").body()).stream()
                        .filter(each -> logger.equals(each.get("logger")))
                        .findFirst()
                        .orElseThrow();
        return entry.get("set");
    }

    @Test
    void areToldAsTheyAreInForce() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> told = admin.get("/log-levels");
            assertThat(told.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(items(told.body()))
                    .extracting(each -> each.get("logger"))
                    .contains("root", "dev.serve", "dev.serve.http");
            assertThat(items(told.body()))
                    .allSatisfy(
                            each -> {
                                assertThat(each.get("set")).isNull();
                                assertThat(each.get("inForce"))
                                        .isIn("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
                            });
        }
    }

    @Test
    void areAChangeOfTheConfigurationLikeAnyOther() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> done =
                    set(
                            admin,
                            "PATCH",
                            "{\"dev.serve.http\": \"DEBUG\", \"com.example\": \"off\", \"a.TokenStore\": \"INFO\"}",
                            1);
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            assertThat(members(done)).containsEntry("version", 2);
            assertThat(set(admin, "dev.serve.http")).isEqualTo("DEBUG");
            assertThat(set(admin, "com.example")).isEqualTo("OFF");
            assertThat(admin.get("/config/diff").body()).contains("log.levels", "DEBUG");
            assertThat(admin.get("/config").body()).contains("\"a.TokenStore\":\"INFO\"");

            assertThat(set(admin, "PATCH", "{\"com.example\": null}", 2).statusCode())
                    .isEqualTo(200);
            assertThat(admin.get("/log-levels").body()).doesNotContain("com.example");
            assertThat(set(admin, "PUT", "{\"dev.serve.grpc\": \"WARN\"}", 3).statusCode())
                    .isEqualTo(200);
            assertThat(set(admin, "dev.serve.http")).isNull();
            assertThat(set(admin, "dev.serve.grpc")).isEqualTo("WARN");

            admin.json("POST", "/config/rollback", "{\"version\": 1}", "If-Match", "\"4\"");
            assertThat(set(admin, "dev.serve.grpc")).isNull();
            assertThat(items(admin.get("/audit").body()))
                    .extracting(each -> each.get("command") + " " + each.get("status"))
                    .containsExactly(
                            "POST /api/v1/config/rollback 200",
                            "PUT /api/v1/log-levels 200",
                            "PATCH /api/v1/log-levels 200",
                            "PATCH /api/v1/log-levels 200");
        }
    }

    @Test
    void needTheVersionThatTheyAreMadeForAndALevelThatThereIs() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.json("PATCH", "/log-levels", "{}").statusCode()).isEqualTo(428);
            assertThat(set(admin, "PATCH", "{}", 7).statusCode()).isEqualTo(412);
            HttpResponse<String> loud = set(admin, "PATCH", "{\"dev.serve\": \"LOUD\"}", 1);
            assertThat(loud.statusCode()).isEqualTo(422);
            assertThat(loud.body()).contains("log.levels.dev.serve", "LOUD", "TRACE, DEBUG, INFO");
            assertThat(set(admin, "PATCH", "{\"a b\": \"INFO\"}", 1).statusCode()).isEqualTo(422);
            assertThat(admin.server().version()).isEqualTo(1);
        }
    }
}
