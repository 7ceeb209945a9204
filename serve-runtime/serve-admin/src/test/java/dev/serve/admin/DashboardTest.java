package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and its parts, as they are served; what they do, a browser checks. */
class DashboardTest {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:src|href)=\"(/dashboard/[^\"]+)\"");
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?:https?|wss?)://[\\w.-]+|[\"'(]//[\\w.-]+|@import");
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
    void everythingThatItNamesIsServedAndNamesNothingFromElsewhere() {
        try (AdminServer admin = AdminServer.open()) {
            Map<String, String> served = new LinkedHashMap<>();
            serve(admin, "/", served);
            assertThat(served).hasSizeGreaterThan(8).containsKeys("/dashboard/dashboard.css");
            assertThat(served)
                    .allSatisfy((path, text) -> assertThat(elsewhere(text)).as(path).isEmpty());
        }
    }

    /** A file and all that it names, by path. */
    private static void serve(AdminServer admin, String path, Map<String, String> served) {
        HttpResponse<String> file = admin.client().get(path);
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        if (served.putIfAbsent(path, file.body()) == null) {
            REFERENCE
                    .matcher(file.body())
                    .results()
                    .forEach(named -> serve(admin, named.group(1), served));
            IMPORT.matcher(file.body())
                    .results()
                    .forEach(named -> serve(admin, "/dashboard/" + named.group(1), served));
        }
    }

    /** Addresses of other servers; the name space of SVG is none. */
    private static List<String> elsewhere(String text) {
        return ELSEWHERE
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(address -> !address.equals("http://www.w3.org"))
                .toList();
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

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", W/%s", "*"})
    void isNotSentAgainToWhomAProxyMadeItsTagWeak(String known) {
        try (AdminServer admin = AdminServer.open()) {
            String tag = admin.client().get("/").headers().firstValue("ETag").orElseThrow();
            assertThat(admin.client().get("/", "If-None-Match", known.formatted(tag)).statusCode())
                    .isEqualTo(304);
            assertThat(admin.client().get("/", "If-None-Match", "\"other\"").statusCode())
                    .isEqualTo(200);
        }
    }
}
