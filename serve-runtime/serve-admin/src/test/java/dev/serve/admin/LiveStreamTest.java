package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.EventClient;
import dev.serve.testing.RawClient;
import dev.serve.testing.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of events of the admin API. */
class LiveStreamTest {

    private static EventClient stream(AdminServer admin, String... headers) {
        return EventClient.open(admin.client(), "/api/v1/events", headers);
    }

    /** Reads until an event tells this; what was told on the way, in order. */
    private static List<ReceivedEvent> until(EventClient events, String text) {
        List<ReceivedEvent> told = new ArrayList<>();
        do {
            told.add(events.next());
        } while (!told.getLast().data().contains(text));
        return told;
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
            try (EventClient events = stream(admin)) {
                assertThat(AdminServer.next(events, "counters"))
                        .contains(
                                "\"state\":\"running\"",
                                "\"name\":\"web\"",
                                "\"requests\":1,",
                                "\"connections\":{\"http/1.1\":1}",
                                "\"heapUsed\":",
                                "\"mounted\":",
                                "\"name\":\"admin\"");
                assertThat(AdminServer.next(events, "counters")).contains("\"uptimeMillis\":");
            }
        }
    }

    @Test
    void tellsWhatHappensAndGoesOnBehindTheLastOne() {
        try (AdminServer admin = AdminServer.open()) {
            String id;
            try (EventClient events = stream(admin)) {
                until(events, "\"text\":\"serves 127.0.0.1:");
                change(admin, 1, "4s");
                id = until(events, "applied as version 2").getLast().id();
                assertThat(id).matches("\\d+");
            }
            change(admin, 2, "5s");
            try (EventClient events = stream(admin, "Last-Event-ID", id)) {
                assertThat(until(events, "applied as version 3"))
                        .noneMatch(event -> event.data().contains("applied as version 2"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"57", "9223372036854775807"})
    void aNumberOfAnotherProcessHidesNothing(String seen) {
        try (AdminServer admin = AdminServer.open();
                EventClient events = stream(admin, "Last-Event-ID", seen)) {
            assertThat(events.next().name()).isEqualTo("happened"); // before any counters
            change(admin, 1, "4s");
            until(events, "applied as version 2");
        }
    }

    @Test
    void endsWhenTheServerStops() {
        try (AdminServer admin = AdminServer.open();
                RawClient events = RawClient.tcp(admin.server().port("admin"))) {
            events.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readUntil("event: counters");
            assertThat(admin.server().stop().cut()).isZero();
            assertThat(events.readToEnd()).endsWith("0\r\n\r\n");
        }
    }
}
