package dev.serve.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program wrk, where it is installed: it takes less of a processor than a server does. */
final class WrkClient implements LoadClient {

    private static final Pattern P50 = Pattern.compile("50%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern TOTAL =
            Pattern.compile("(\\d+) requests in ([0-9.]+)(us|ms|s|m)\\b");
    private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private final int connections;
    private final Path directory;

    /**
     * A client.
     *
     * @param directory where scripts for wrk may be written
     */
    WrkClient(int connections, Path directory) {
        this.connections = connections;
        this.directory = directory;
    }

    /** Whether wrk can be run. */
    static boolean present() {
        return Programs.runs("wrk", "-v");
    }

    @Override
    public String label() {
        return "wrk, " + connections + " connections";
    }

    @Override
    public Sample run(int port, Row row, Duration time) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "-t1",
                                "--latency",
                                "-c" + connections,
                                "-d",
                                seconds(time)));
        if (row.closing()) {
            command.addAll(List.of("-H", "Connection: close"));
        }
        if (row.bodyBytes() > 0 || row.batch() > 1) {
            command.addAll(List.of("-s", script(row).toString()));
        }
        command.add((row.tls() ? "https" : "http") + "://127.0.0.1:" + port + row.path());
        return sampleIn(Programs.output(command));
    }

    /** The program takes whole seconds only. */
    private static String seconds(Duration time) {
        return Math.max(1, time.toSeconds()) + "s";
    }

    private Path script(Row row) throws IOException {
        String script =
                row.batch() == 1
                        ? "wrk.method = \"%s\"%nwrk.body = string.rep(\"x\", %d)%n"
                                .formatted(row.method(), row.bodyBytes())
                        : """
                          init = function(args)
                              batch = string.rep(wrk.format(nil), %d)
                          end
                          request = function() return batch end
                          """
                                .formatted(row.batch());
        return Files.writeString(
                directory.resolve(row.name() + ".lua"), script, StandardCharsets.US_ASCII);
    }

    static Sample sampleIn(String output) throws IOException {
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) {
            throw new IOException("wrk said: " + output + " (expected: requests in a time)");
        }
        Matcher wrong = WRONG.matcher(output);
        long failures = wrong.find() ? Long.parseLong(wrong.group(1)) : 0;
        long requests = Long.parseLong(total.group(1)) - failures;
        Matcher errors = SOCKET_ERRORS.matcher(output);
        if (errors.find()) {
            for (int group = 1; group <= errors.groupCount(); group++) {
                failures += Long.parseLong(errors.group(group));
            }
        }
        double tookMicros = Double.parseDouble(total.group(2)) * micros(total.group(3));
        return new Sample(
                requests,
                failures,
                Duration.ofNanos(Math.round(tookMicros * 1e3)),
                microsOf(P50.matcher(output)),
                microsOf(P99.matcher(output)));
    }

    private static double microsOf(Matcher time) {
        return time.find() ? Double.parseDouble(time.group(1)) * micros(time.group(2)) : 0;
    }

    /** How many microseconds a unit is. */
    static double micros(String unit) {
        return switch (unit) {
            case "us" -> 1;
            case "ms" -> 1e3;
            case "s" -> 1e6;
            case "m" -> 60e6;
            default ->
                    throw new IllegalArgumentException(
                            "\"" + unit + "\" (expected: us, ms, s or m)");
        };
    }
}
