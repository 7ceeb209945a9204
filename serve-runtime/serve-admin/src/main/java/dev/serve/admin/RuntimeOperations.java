package dev.serve.admin;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.serve.admin.Caller.Role;
import dev.serve.api.config.ValueTypes;
import dev.serve.api.observe.MeterHistory;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;

/** The process: meters over time, and what its threads do. Stateless. */
final class RuntimeOperations {

    private static final String TAG = "runtime";
    private static final Duration LAST = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);

    private RuntimeOperations() {}

    static List<Operation> all(InstantSource clock) {
        return List.of(
                Operation.look(
                                "/metrics/history",
                                TAG,
                                "The meters that are kept over time.",
                                Content.METERS,
                                call -> Answer.json(Meters.NAMES.write(history(call))))
                        .says(501, "Nothing is kept."),
                Operation.look(
                                "/metrics/history/{meter}",
                                TAG,
                                "A meter over time.",
                                Content.METER,
                                call -> range(call, clock.instant()))
                        .query("last", "string", "How far back, such as 1h; 5m.")
                        .query(
                                "from",
                                "string",
                                "An instant instead, such as 2026-01-31T10:00:00Z.")
                        .query("to", "string", "An instant; now.")
                        .query("step", "string", "The distance of the points; 1s.")
                        .says(404, "There is no such meter.")
                        .says(501, "Nothing is kept."),
                Operation.look(
                                "/threads",
                                TAG,
                                "A dump of all threads, the virtual ones too, as the JDK writes it.",
                                Content.THREADS,
                                call -> Answer.jsonText(dump()))
                        // It stops the whole process for a moment.
                        .by(Role.OPERATOR));
    }

    /** What is written of meters. */
    static final class Meters {

        static final ObjectShape<MeterHistory> NAMES =
                Shape.<MeterHistory>object("Meters")
                        .with("meters", Shape.list(Shape.TEXT), MeterHistory::meters);

        static final ObjectShape<MeterHistory.Series> SERIES =
                Shape.<MeterHistory.Series>object("MeterSeries")
                        .with("meter", Shape.TEXT, MeterHistory.Series::meter)
                        .with("unit", Shape.TEXT, MeterHistory.Series::unit)
                        .with("stepMillis", Shape.INTEGER, series -> series.step().toMillis())
                        .with("points", Shape.list(Shape.list(Shape.NUMBER)), Meters::points);

        private Meters() {}

        private static List<List<Number>> points(MeterHistory.Series series) {
            return series.points().stream()
                    .map(point -> List.<Number>of(point.at().toEpochMilli(), point.value()))
                    .toList();
        }
    }

    static Shape<?> threads() {
        return Shape.object("ThreadDump").must("threadDump", Shape.OBJECT);
    }

    private static MeterHistory history(Call call) {
        return call.server()
                .view(MeterHistory.class)
                .orElseThrow(
                        () ->
                                ApiProblem.of(
                                        Status.NOT_IMPLEMENTED_501,
                                        "no meters are kept (expected: an extension that keeps them, such as dev.serve:serve-observe)"));
    }

    private static Answer range(Call call, Instant now) {
        MeterHistory history = history(call);
        String meter = call.path("meter");
        if (!history.meters().contains(meter)) {
            throw ApiProblem.notFound(
                    "no meter \"%s\" (expected: one of %s)"
                            .formatted(meter, String.join(", ", history.meters())));
        }
        Instant to = instant(call, "to", now);
        Instant from = instant(call, "from", before(to, duration(call, "last", LAST)));
        try {
            MeterHistory.Series series = history.range(meter, from, to, step(call));
            return Answer.json(Meters.SERIES.write(series));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Instant before(Instant to, Duration last) {
        try {
            return to.minus(last);
        } catch (DateTimeException | ArithmeticException e) {
            // Further back than time goes: all that is kept.
            return Instant.MIN;
        }
    }

    /** Points that are further apart than a day are one. */
    private static Duration step(Call call) {
        Duration step = duration(call, "step", Duration.ofSeconds(1));
        return step.compareTo(DAY) > 0 ? DAY : step;
    }

    private static Instant instant(Call call, String name, Instant otherwise) {
        try {
            return call.query(name).map(Instant::parse).orElse(otherwise);
        } catch (DateTimeParseException e) {
            throw ApiProblem.badRequest(
                    "%s: \"%s\" (expected: an instant such as 2026-01-31T10:00:00Z)"
                            .formatted(name, call.query(name).orElse("")));
        }
    }

    private static Duration duration(Call call, String name, Duration otherwise) {
        try {
            return call.query(name).map(ValueTypes.DURATION::parse).orElse(otherwise);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(
                    "%s: \"%s\" (expected: %s)"
                            .formatted(
                                    name,
                                    call.query(name).orElse(""),
                                    ValueTypes.DURATION.expected()));
        }
    }

    /** The JDK writes to a file that is not there yet, so it gets a directory of its own. */
    private static byte[] dump() {
        try {
            Path directory = Files.createTempDirectory("serve-threads");
            Path file = directory.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("dumping threads", e);
        }
    }
}
