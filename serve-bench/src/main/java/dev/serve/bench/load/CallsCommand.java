package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How often a server calls the system for one request, counted by perf. */
@Command(
        name = "calls",
        description = "Counts the server's system calls for each request, with perf.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class CallsCommand implements Callable<Integer> {

    private static final String ALL = "raw_syscalls:sys_enter";
    private static final String EVENTS =
            ALL
                    + Stream.of(
                                    "read",
                                    "readv",
                                    "recvfrom",
                                    "write",
                                    "writev",
                                    "sendto",
                                    "epoll_wait",
                                    "epoll_ctl",
                                    "futex",
                                    "sched_yield")
                            .map(name -> ",syscalls:sys_enter_" + name)
                            .collect(Collectors.joining());

    /** A line of {@code perf stat -x,}: the count, its unit, the event. */
    private static final Pattern COUNTED =
            Pattern.compile("^(\\d+),[^,]*,(?:raw_)?syscalls:sys_enter_?(\\w*)");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ROW",
            description = "What to measure: ${COMPLETION-CANDIDATES}.",
            defaultValue = "HELLO")
    private Row row = Row.HELLO;

    @Option(names = "--sides", split = ",", description = "Whose: ${COMPLETION-CANDIDATES}.")
    private List<Side> sides = List.of(Side.values());

    @Option(names = "--connections", description = "Connections at a time.")
    private int connections = 64;

    @Option(names = "--seconds", description = "How long is counted.")
    private int seconds = 3;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            DevCertificates certificates = DevCertificates.createIn(scratch.path());
            LoadClient client =
                    WrkClient.present()
                            ? new WrkClient(connections, scratch.path())
                            : new LoopClient(connections, certificates);
            Processors processors = Processors.apart();
            out.printf("Java %s; client %s; %s%n", Runtime.version(), client.label(), processors);
            for (Side side : sides) {
                try (ServerProcess server =
                        ServerProcess.start(
                                side,
                                processors,
                                jvm,
                                row.tls() ? certificates.directory() : null)) {
                    count(out, side, server, client, scratch.path().resolve("counted"));
                }
            }
        }
        return 0;
    }

    private void count(
            PrintWriter out, Side side, ServerProcess server, LoadClient client, Path counted)
            throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(seconds);
        client.run(server.port(), row, time.plusSeconds(2));
        Process perf =
                new ProcessBuilder(
                                "perf",
                                "stat",
                                "-x,",
                                "-e",
                                EVENTS,
                                "-o",
                                counted.toString(),
                                "-p",
                                Long.toString(server.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Sample sample;
        try {
            sample = client.run(server.port(), row, time);
        } finally {
            new ProcessBuilder("kill", "-INT", Long.toString(perf.pid())).start().waitFor();
            perf.waitFor(10, TimeUnit.SECONDS);
        }
        Map<String, Double> calls = new TreeMap<>();
        for (String line : Files.readAllLines(counted)) {
            Matcher call = COUNTED.matcher(line.strip());
            if (call.find()) {
                calls.put(call.group(2), Double.parseDouble(call.group(1)) / sample.requests());
            }
        }
        out.printf(
                Locale.ROOT,
                "  %-8s %6.2f calls a request, %d requests: %s%n",
                side.label(),
                calls.getOrDefault("", 0.0),
                sample.requests(),
                calls.entrySet().stream()
                        .filter(call -> !call.getKey().isEmpty() && call.getValue() >= 0.005)
                        .map(
                                call ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.2f",
                                                call.getKey(),
                                                call.getValue()))
                        .collect(Collectors.joining(", ")));
        out.flush();
    }
}
