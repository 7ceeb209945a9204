package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.TestHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other commands read of a server that an operator changes by the admin API. */
class TellingTest {

    private static final Pattern DASHBOARD = Pattern.compile("Dashboard: (http://\\S+)/");

    @TempDir private Path directory;

    @Test
    void followsChangesOfTheAdminApi() throws Exception {
        Files.writeString(
                directory.resolve("serve.yaml"),
                """
                listeners:
                  web: { port: 0 }
                  admin: { port: 0, protocols: [http, sse] }
                admin: { listener: admin }
                """);
        try (CommandProcess serve = CommandProcess.run(directory)) {
            Matcher dashboard = DASHBOARD.matcher(String.join("\n", serve.until("Ctrl-C")));
            assertThat(dashboard.find()).isTrue();
            assertThat(state(serve).version()).isEqualTo(1);

            try (TestHttpClient api = TestHttpClient.of(URI.create(dashboard.group(1)))) {
                assertThat(
                                patched(
                                                api,
                                                "config",
                                                "1",
                                                "{\"listeners\": {\"second\": {\"port\": 0}, \"web\": null}}")
                                        .statusCode())
                        .isEqualTo(200);
                assertThat(state(serve).version()).isEqualTo(2);
                assertThat(state(serve).listeners())
                        .extracting(RunState.Listening::name)
                        .containsExactly("admin", "second");

                // Which level is in force is the log's; the one here is not the distribution's.
                assertThat(
                                patched(api, "log-levels", "2", "{\"dev.serve.http\": \"DEBUG\"}")
                                        .statusCode())
                        .isEqualTo(200);
                assertThat(api.get("/api/v1/log-levels").body())
                        .contains(
                                "{\"logger\":\"dev.serve.http\",\"set\":\"DEBUG\"",
                                "{\"logger\":\"dev.serve.grpc\",\"set\":null");
                assertThat(state(serve).version()).isEqualTo(3);
            }
        }
    }

    private static HttpResponse<String> patched(
            TestHttpClient api, String path, String version, String body) {
        return api.send(
                "PATCH",
                "/api/v1/" + path,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json",
                "If-Match",
                "\"" + version + "\"");
    }

    private RunState state(CommandProcess serve) throws IOException {
        ProcessHandle process = ProcessHandle.of(serve.pid()).orElseThrow();
        return new RunFiles(directory.resolve("run")).state(process).orElseThrow();
    }
}
