package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopViewTest {

    private static final RunState STATE =
            new RunState(
                    4711,
                    Instant.EPOCH,
                    "serve.yaml",
                    List.of(),
                    1,
                    false,
                    Duration.ZERO,
                    List.of(),
                    new RunState.Admin("admin", false),
                    RunState.Reloads.NONE);

    private final TopView view = new TopView(new Style(false), ZoneOffset.UTC);

    /** Half a second after the other, with so much more of everything. */
    private static JsonObject moment(int number) {
        return JsonObject.builder()
                .set("time", 43_200_000 + number * 500L)
                .set("uptimeMillis", 72_000)
                .set("ready", true)
                .set("version", 3)
                .set("heapUsed", 40L << 20)
                .set("heapMax", 512L << 20)
                .set("cpuMillis", number * 600L)
                .set("processors", 2)
                .set("mounted", 3)
                .set("queued", 1)
                .set("platformThreads", 24)
                .setValues(
                        "listeners",
                        List.of(
                                listener("web", number * 100L, "h2", 40),
                                listener("tcp", 0, "tcp", 2)))
                .build();
    }

    private static JsonObject listener(String name, long requests, String protocol, int open) {
        return JsonObject.builder()
                .set("name", name)
                .set("address", "127.0.0.1:8080")
                .set("active", open)
                .set("requests", requests)
                .set("requestsPerSecond", 7.5)
                .set("bytesIn", requests * 1024)
                .set("bytesOut", 0)
                .set("p50Millis", 0.25)
                .set("p95Millis", 3.0)
                .set("p99Millis", 41.5)
                .set("errorRate", 0.025)
                .set("connections", counts -> counts.set(protocol, open))
                .set("health", health -> health.set("status", "degraded"))
                .build();
    }

    private List<String> lines(int columns) {
        view.add(new Counters(moment(1), null));
        Counters counters = new Counters(moment(2), moment(1));
        view.add(counters);
        return view.lines(STATE, counters, new Terminal.Size(columns, 24));
    }

    @Test
    void ratesAreThoseSinceTheMomentBefore() {
        assertThat(lines(100))
                .contains(
                        "Requests     200 /s   0 in flight   200 in all",
                        "Connections  42 open   40 h2, 2 tcp   0 waiting   0 refused",
                        "Traffic      in 200 KiB/s   out 0 B/s",
                        "Process      CPU 120 % of 200 %   heap 40 MiB of 512 MiB   virtual threads 3 running, 1 queued",
                        "             24 platform threads")
                .anyMatch(
                        line -> line.startsWith("Process 4711  serve.yaml, up 1 m 12 s, version 3"))
                .anyMatch(line -> line.endsWith("12:00:01"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "web +40 +200 +0 +0\\.3 +3 +42 +2\\.5 % +degraded +127.*"));
    }

    @Test
    void theFirstMomentHasTheServersOwnRateAndNoProcessorTime() {
        Counters first = new Counters(moment(1), null);
        view.add(first);
        assertThat(view.lines(STATE, first, Terminal.Size.UNKNOWN))
                .contains("Requests     15 /s   0 in flight   100 in all")
                .noneMatch(line -> line.contains("CPU"));
    }

    @Test
    void aNarrowTerminalHasWhatMattersAndNoLineIsCutByIt() {
        assertThat(lines(40))
                .allMatch(line -> line.length() <= 40)
                .contains("LISTENER  OPEN   /S  P99 MS  ERRORS")
                .anyMatch(line -> line.matches("web +40 +200 +42 +2\\.5 %"));
    }

    @Test
    void theLastEventsAreBelow() {
        for (int i = 0; i < 7; i++) {
            int number = i;
            view.happened(
                    JsonObject.builder()
                            .set("time", "1970-01-01T12:00:0" + number + "Z")
                            .set("listener", "web")
                            .set("text", "event " + number)
                            .build());
        }
        assertThat(lines(80))
                .endsWith("12:00:05  web: event 5", "12:00:06  web: event 6")
                .noneMatch(line -> line.contains("event 1"));
    }
}
