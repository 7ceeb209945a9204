package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page and its parts, as they are served; what they do, a browser checks. */
class DashboardTest {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:src|href)=\"(/dashboard/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");

    @Test
    void needsNoTokenAndNothingFromElsewhere() {
        try (AdminServer admin = AdminServer.withTokens()) {
            HttpResponse<String> page = admin.client().get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(
                            policy ->
                                    assertThat(policy)
                                            .contains("default-src 'none'", "script-src 'self'")
                                            .doesNotContain("unsafe", "http"));
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.body())
                    .doesNotContain("http://", "https://", "<script>", "style=\"", "onclick");
        }
    }

    @Test
    void everythingThatItNamesIsServed() {
        try (AdminServer admin = AdminServer.open()) {
            List<String> named =
                    REFERENCE
                            .matcher(admin.client().get("/").body())
                            .results()
                            .map(result -> result.group(1))
                            .toList();
            assertThat(named).contains("/dashboard/app.js", "/dashboard/dashboard.css");
            for (String path : named) {
                HttpResponse<String> file = admin.client().get(path);
                assertThat(file.statusCode()).as(path).isEqualTo(200);
                for (MatchResult imported : IMPORT.matcher(file.body()).results().toList()) {
                    assertThat(admin.client().get("/dashboard/" + imported.group(1)).statusCode())
                            .as(imported.group())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void whoHasItIsToldSo() {
        try (AdminServer admin = AdminServer.open()) {
            String tag = admin.client().get("/").headers().firstValue("ETag").orElseThrow();
            assertThat(admin.client().get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
    }

    @Test
    void isOnItsListenerAlone() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.web().get("/").statusCode()).isEqualTo(404);
            assertThat(admin.web().get("/api/v1/state").statusCode()).isEqualTo(404);
        }
    }
}
