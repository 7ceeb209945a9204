package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawClient;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The stream of events of the admin API. */
class LiveStreamTest {

    private static final Pattern ID = Pattern.compile("id: ?(\\d+)");

    private static RawClient stream(AdminServer admin, String headers) {
        return RawClient.tcp(admin.server().port("admin"))
                .send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    private static void change(AdminServer admin, int version, String timeout) {
        assertThat(
                        admin.json(
                                        "PATCH",
                                        "/config",
                                        "{\"shutdown\": {\"timeout\": \"" + timeout + "\"}}",
                                        "If-Match",
                                        "\"" + version + "\"")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsTheCountersOnceASecond() {
        try (AdminServer admin = AdminServer.open()) {
            admin.web().get("/hello");
            try (RawClient events = stream(admin, "")) {
                String first = events.readUntil("\"name\":\"admin\"");
                assertThat(first)
                        .contains(
                                "text/event-stream",
                                "event: counters",
                                "\"state\":\"running\"",
                                "\"name\":\"web\"",
                                "\"requests\":1,",
                                "\"connections\":{\"http/1.1\":1}",
                                "\"heapUsed\":",
                                "\"mounted\":");
                assertThat(events.readUntil("\"name\":\"admin\"")).contains("event: counters");
            }
        }
    }

    @Test
    void tellsWhatHappensAndGoesOnBehindTheLastOne() {
        try (AdminServer admin = AdminServer.open()) {
            String id;
            try (RawClient events = stream(admin, "")) {
                events.readUntil("\"text\":\"serves 127.0.0.1:");
                change(admin, 1, "4s");
                String told = events.readUntil("applied as version 2");
                Matcher matcher = ID.matcher(told.substring(told.lastIndexOf("id:")));
                assertThat(matcher.find()).isTrue();
                id = matcher.group(1);
            }
            change(admin, 2, "5s");
            try (RawClient events = stream(admin, "Last-Event-ID: " + id + "\r\n")) {
                assertThat(events.readUntil("applied as version 3"))
                        .doesNotContain("applied as version 2");
            }
        }
    }

    @Test
    void endsWhenTheServerStops() {
        try (AdminServer admin = AdminServer.open();
                RawClient events = stream(admin, "")) {
            events.readUntil("event: counters");
            assertThat(admin.server().stop().cut()).isZero();
            assertThat(events.readToEnd()).endsWith("0\r\n\r\n");
        }
    }
}
