package dev.serve.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program h2load of nghttp2: a closed loop over HTTP/2, in one thread. */
final class H2LoadClient {

    /** It never ends by itself where its time is over before a cold server has shaken hands. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Pattern FINISHED =
            Pattern.compile("finished in ([0-9.]+)(us|ms|s|m), ([0-9.]+) req/s");
    private static final Pattern REQUESTS =
            Pattern.compile(" (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");

    private final Path log;
    private final Path body;

    /**
     * A client.
     *
     * @param directory where files for h2load may be written
     */
    H2LoadClient(Path directory) {
        log = directory.resolve("h2load.log");
        body = directory.resolve("h2load.body");
    }

    /** Whether h2load can be run. */
    static boolean present() {
        return Programs.runs("h2load", "--version");
    }

    /**
     * Runs one row against a server on loopback.
     *
     * @return what was answered; nothing when h2load did not come to its end
     * @throws IOException if h2load cannot be run, or says what is not understood
     * @throws InterruptedException if interrupted while it runs
     */
    Sample run(int port, H2Row row, Duration time) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "h2load",
                                "--threads=1",
                                "--clients=" + row.connections(),
                                "--max-concurrent-streams=" + row.streams(),
                                "--duration=" + time.toMillis() + "ms",
                                "--log-file=" + log));
        if (row.bodyBytes() > 0) {
            if (!Files.exists(body)) {
                Files.write(body, new byte[row.bodyBytes()]);
            }
            command.add("--data=" + body);
        }
        command.add((row.tls() ? "https" : "http") + "://127.0.0.1:" + port + row.path());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return new Sample(0, row.connections(), time, 0, 0);
        }
        try (InputStream said = process.getInputStream()) {
            String output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            return sampleIn(output, timesIn(log));
        }
    }

    /** Times of the requests in a log: start, status, microseconds to the end. */
    private static Latencies timesIn(Path log) throws IOException {
        Latencies times = new Latencies();
        if (Files.exists(log)) {
            try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.US_ASCII)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int last = line.lastIndexOf('\t');
                    times.add(Long.parseLong(line, last + 1, line.length(), 10) * 1_000);
                }
            }
        }
        return times;
    }

    static Sample sampleIn(String output, Latencies times) throws IOException {
        Matcher finished = FINISHED.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        if (!finished.find() || !requests.find()) {
            throw new IOException("h2load said: " + output + " (expected: requests in a time)");
        }
        long failures = 0;
        for (int group = 2; group <= requests.groupCount(); group++) {
            failures += Long.parseLong(requests.group(group));
        }
        double seconds =
                Double.parseDouble(finished.group(1)) * WrkClient.micros(finished.group(2)) / 1e6;
        return new Sample(
                Long.parseLong(requests.group(1)),
                failures,
                Duration.ofNanos(Math.round(seconds * 1e9)),
                times.micros(0.5),
                times.micros(0.99));
    }
}
