package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.observe.MeterHistory;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of figures over time. */
class HistoryRoutesTest {

    private final Server server =
            Server.builder()
                    .listener("admin", admin -> admin.port(0))
                    .observe(observe -> observe.listeners(List.of("admin")))
                    .build()
                    .start();
    private final TestHttpClient operator =
            TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("admin")));

    @BeforeEach
    void begin() {
        MeterHistory history = server.view(MeterHistory.class).orElseThrow();
        await().until(() -> history.meters().contains("memory.heap"));
    }

    @AfterEach
    void end() {
        operator.close();
        server.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    from=yesterday            | from: \\"yesterday\\" (expected: a time such as 2026-01-01T00:00:00Z)
                    to=12:00                  | to: \\"12:00\\" (expected: a time such as 2026-01-01T00:00:00Z)
                    step=10s                  | step: \\"10s\\" (expected: a duration such as PT10S)
                    step=-PT1S                | step: PT-1S (expected: more than zero)
                    from=9999-01-01T00:00:00Z | from: 9999-01-01T00:00:00Z (expected: before
                    meter=nothing             | meter: \\"nothing\\" (expected: one of
                    """)
    void aMistakeIsAnsweredByWhereItIsAndWhatWasExpected(String query, String error) {
        for (String path : List.of("/metrics/history?", "/metrics?history=true&")) {
            HttpResponse<String> answer = operator.get(path + query);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(answer.body()).startsWith("{\"error\":\"" + error);
        }
    }

    /** Neither is an endless loop over steps that nobody keeps. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=-999999999-01-01T00:00:00Z",
                "to=%2B999999999-01-01T00:00:00Z",
                "step=PT2000000000000H&from=1970-01-01T00:00:00Z"
            })
    void timesFarAwayAreAnsweredByWhatIsKept(String query) {
        HttpResponse<String> answer = operator.get("/metrics/history?meter=memory.heap&" + query);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"meter\":\"memory.heap\",\"unit\":\"bytes\"");
    }
}
