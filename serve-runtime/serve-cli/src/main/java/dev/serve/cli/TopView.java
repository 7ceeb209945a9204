package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code serve top} shows: lines of the counters of a moment, and of the last minute. Whatever
 * there is not room for is left out, what matters least first. One thread.
 */
final class TopView {

    private static final int MINUTE = 60;
    private static final int EVENTS = 5;
    private static final int LABEL = 13;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Style style;
    private final ZoneId zone;
    private final Deque<Double> rates = new ArrayDeque<>();
    private final Deque<String> events = new ArrayDeque<>();

    /**
     * @param zone that times are told in
     */
    TopView(Style style, ZoneId zone) {
        this.style = style;
        this.zone = zone;
    }

    /** Keeps a moment's rate. */
    void add(Counters counters) {
        if (rates.size() == MINUTE) {
            rates.removeFirst();
        }
        rates.addLast(counters.requests());
    }

    /** Keeps what has happened. */
    void happened(JsonObject event) {
        if (events.size() == EVENTS) {
            events.removeFirst();
        }
        String time = CLOCK.format(Json.instant(event, "time").atZone(zone));
        String listener = Json.text(event, "listener").map(name -> name + ": ").orElse("");
        events.addLast(time + "  " + listener + event.stringValue("text", ""));
    }

    /** The lines of a moment. */
    List<String> lines(RunState state, Counters counters, Terminal.Size size) {
        int room = size.columns();
        List<String> lines = new ArrayList<>();
        lines.add(head(state, counters, room));
        lines.add("");
        parts("Requests", requests(counters), room, lines);
        if (room >= MINUTE && rates.size() > 1) {
            parts("Last minute", List.of(chart(Math.min(MINUTE, room - LABEL))), room, lines);
        }
        parts("Connections", connections(counters), room, lines);
        parts("Traffic", traffic(counters), room, lines);
        parts("Process", process(counters.now(), counters.processors()), room, lines);
        lines.add("");
        lines.addAll(listeners(counters, room));
        if (!events.isEmpty()) {
            lines.add("");
            events.forEach(event -> lines.add(style.dim(Words.cut(event, room))));
        }
        return lines;
    }

    private String head(RunState state, Counters counters, int room) {
        JsonObject now = counters.now();
        String process = "Process " + state.pid();
        String rest =
                "  "
                        + state.file()
                        + ", up "
                        + Words.age(counters.uptime())
                        + ", version "
                        + now.longValue("version", 0)
                        + ", ";
        String word =
                now.booleanValue("ready", true) ? "ready" : now.stringValue("state", "not ready");
        String time = CLOCK.format(counters.time().atZone(zone));
        int gap = room - process.length() - rest.length() - word.length() - time.length();
        if (gap < 2 || room == Integer.MAX_VALUE) {
            return style.bold(process)
                    + Words.cut(rest + word, Math.max(0, room - process.length()));
        }
        return style.bold(process)
                + rest
                + (word.equals("ready") ? style.good(word) : style.warning(word))
                + " ".repeat(gap)
                + style.dim(time);
    }

    private static List<String> requests(Counters counters) {
        return List.of(
                Words.figure(counters.requests()) + " /s",
                counters.sum("inFlight") + " in flight",
                counters.sum("requests") + " in all");
    }

    private static List<String> connections(Counters counters) {
        List<String> parts = new ArrayList<>();
        parts.add(counters.sum("active") + " open");
        if (!counters.connections().isEmpty()) {
            parts.add(
                    counters.connections().entrySet().stream()
                            .map(each -> each.getValue() + " " + each.getKey())
                            .collect(Collectors.joining(", ")));
        }
        parts.add(counters.sum("waiting") + " waiting");
        parts.add(counters.sum("refused") + " refused");
        return parts;
    }

    private static List<String> traffic(Counters counters) {
        return counters.before() == null
                ? List.of(
                        "in " + Words.bytes(counters.sum("bytesIn")) + " in all",
                        "out " + Words.bytes(counters.sum("bytesOut")) + " in all")
                : List.of(
                        "in " + Words.bytes(counters.rate("bytesIn")) + "/s",
                        "out " + Words.bytes(counters.rate("bytesOut")) + "/s");
    }

    private static List<String> process(JsonObject now, double processors) {
        List<String> parts = new ArrayList<>();
        if (processors >= 0) {
            parts.add(
                    "CPU "
                            + Math.round(processors * 100)
                            + " % of "
                            + now.longValue("processors", 1) * 100
                            + " %");
        }
        long most = now.longValue("heapMax", 0);
        parts.add(
                "heap "
                        + Words.bytes(now.longValue("heapUsed", 0))
                        + (most > 0 ? " of " + Words.bytes(most) : ""));
        parts.add(
                "virtual threads "
                        + now.longValue("mounted", 0)
                        + " running, "
                        + now.longValue("queued", 0)
                        + " queued");
        parts.add(now.longValue("platformThreads", 0) + " platform threads");
        return parts;
    }

    /** Requests a second, a column each, the latest on the right. */
    private String chart(int room) {
        double most = rates.stream().mapToDouble(each -> each).max().orElse(0);
        StringBuilder chart = new StringBuilder();
        rates.stream()
                .skip(Math.max(0, rates.size() - room))
                .forEach(
                        each ->
                                chart.append(
                                        BARS.charAt(
                                                most == 0
                                                        ? 0
                                                        : (int)
                                                                Math.round(
                                                                        each
                                                                                / most
                                                                                * (BARS.length()
                                                                                        - 1)))));
        return chart.toString();
    }

    /** A label and its figures, over as many lines as they take. */
    private void parts(String label, List<String> parts, int room, List<String> lines) {
        StringBuilder line = new StringBuilder(" ".repeat(LABEL));
        int column = LABEL;
        boolean first = true;
        List<String> raw = new ArrayList<>();
        for (String part : parts) {
            if (column > LABEL && column + 3 + part.length() > room) {
                raw.add(line.toString());
                line = new StringBuilder(" ".repeat(LABEL));
                column = LABEL;
            }
            String gap = column > LABEL ? "   " : "";
            line.append(gap).append(part);
            column += gap.length() + part.length();
        }
        raw.add(line.toString());
        for (String each : raw) {
            String cut = Words.cut(each, room);
            lines.add(
                    first && cut.length() > LABEL
                            ? style.dim(label) + cut.substring(label.length())
                            : cut);
            first = false;
        }
    }

    private List<String> listeners(Counters counters, int room) {
        Table table =
                new Table()
                        .words("LISTENER", 0, style::bold)
                        .numbers("OPEN", 2)
                        .numbers("/S", 0)
                        .numbers("BUSY", 6)
                        .numbers("P50 MS", 5)
                        .numbers("P95 MS", 4)
                        .numbers("P99 MS", 1)
                        .numbers("ERRORS", 3)
                        .words("HEALTH", 7, cell -> Health.painted(cell, style))
                        .words("ADDRESS", 8);
        for (JsonObject listener : counters.listeners()) {
            table.row(
                    listener.stringValue("name", ""),
                    Long.toString(listener.longValue("active", 0)),
                    Words.figure(counters.requests(listener)),
                    Long.toString(listener.longValue("inFlight", 0)),
                    Words.figure(listener.doubleValue("p50Millis", 0)),
                    Words.figure(listener.doubleValue("p95Millis", 0)),
                    Words.figure(listener.doubleValue("p99Millis", 0)),
                    Words.figure(listener.doubleValue("errorRate", 0) * 100) + " %",
                    listener.objectValue("health", JsonObject.empty()).stringValue("status", ""),
                    listener.stringValue("address", ""));
        }
        return table.lines(room, style);
    }
}
