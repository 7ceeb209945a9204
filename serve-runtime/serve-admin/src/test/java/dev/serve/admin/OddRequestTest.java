package dev.serve.admin;

import static dev.serve.admin.AdminServer.members;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are broken, or ask for what there is not: whose fault it is, in the one shape. */
class OddRequestTest {

    private static final String PLAN =
            "POST /api/v1/config/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private static void isRefused(RawAnswer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(members(answer.text())).containsEntry("status", status);
    }

    @Test
    void aBodyInBrokenChunksIsABadRequest() {
        try (AdminServer admin = AdminServer.open();
                RawClient client = RawClient.tcp(admin.server().port("admin"))) {
            client.send(PLAN + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\nzz\r\n");
            isRefused(client.readAnswer(), 400);
            client.awaitEnd();
        }
    }

    @Test
    void aBodyThatEndsEarlyIsABadRequest() {
        try (AdminServer admin = AdminServer.open();
                RawClient client = RawClient.tcp(admin.server().port("admin"))) {
            client.send(PLAN + "Content-Length: 100\r\n\r\n{\"a\":").shutdownOutput();
            isRefused(client.readAnswer(), 400);
        }
    }

    @Test
    void aBodyLongerThanTheListenerTakesIsTooLarge() {
        try (AdminServer admin =
                        AdminServer.of(
                                builder ->
                                        builder.set("listeners.admin.http.max-body-size", "1KiB"));
                RawClient client = RawClient.tcp(admin.server().port("admin"))) {
            client.send(
                    PLAN
                            + "Transfer-Encoding: chunked\r\n\r\n800\r\n"
                            + " ".repeat(0x800)
                            + "\r\n0\r\n\r\n");
            isRefused(client.readAnswer(), 413);
        }
    }

    @Test
    void aCodingThatNobodyReadsIsNotSupported() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused =
                    admin.json("POST", "/config/plan", "{}", "Content-Encoding", "gzip");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(415);
            assertThat(refused.body()).contains("content coding");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "connections"})
    void aListenerThatIsNotThereHasNeitherHealthNorConnections(String asked) {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused = admin.get("/" + asked + "?listener=nobody");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("nobody", "web, admin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last=PT99999999999999H",
                "last=PT2562047788015215H",
                "from=-999999999-01-01T00:00:00Z",
                "last=1h&step=PT2562047788015215H"
            })
    void furtherBackThanTimeGoesIsAllThatIsKept(String range) {
        try (AdminServer admin =
                AdminServer.of(builder -> builder.extension(new OneMeter(Instant.EPOCH)))) {
            HttpResponse<String> answer = admin.get("/metrics/history/requests.rate?" + range);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"points\":[[0,");
        }
    }

    @Test
    void aRollbackSaysToWhichVersion() {
        try (AdminServer admin = AdminServer.open()) {
            HttpResponse<String> refused =
                    admin.json("POST", "/config/rollback", "{}", "If-Match", "\"1\"");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(members(refused).get("detail")).asString().startsWith("version: none");
        }
    }

    @Test
    void whoAnswersGetAnswersHead() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.send("HEAD", "/state", "").statusCode()).isEqualTo(200);
            HttpResponse<String> other = admin.send("DELETE", "/config", "");
            assertThat(other.statusCode()).isEqualTo(405);
            assertThat(Set.of(other.headers().firstValue("Allow").orElse("").split(", ")))
                    .containsExactlyInAnyOrder("GET", "HEAD", "PATCH", "PUT");
        }
    }
}
