package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether who has nothing to do with connections still gets a processor while they are busy. */
@Command(
        name = "late",
        description =
                "Measures how late virtual threads run that a timer wakes, or that are started,"
                        + " in a server that is never idle.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class LateCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--connections", description = "Connections at a time.")
    private int connections = 64;

    @Option(names = "--client", description = "Who sends: ${COMPLETION-CANDIDATES}.")
    private ClientKind client = ClientKind.AUTO;

    @Option(names = "--warmup", description = "Milliseconds of load before the first round.")
    private int warmup = 8_000;

    @Mixin private RoundOptions options = new RoundOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Processors processors = options.processors();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            LoadClient sender =
                    client.with(
                            connections, scratch.path(), DevCertificates.createIn(scratch.path()));
            out.printf("Java %s; %s; %s%n", Runtime.version(), processors, options);
            out.println("  late by, in ms: count, p50, p99 and most, woken by a timer; started");
            for (int fork = 0; fork < options.forks(); fork++) {
                for (Side side : List.of(Side.OURS, Side.RAW)) {
                    measure(side, sender, processors, out);
                }
            }
        }
        return 0;
    }

    private void measure(Side side, LoadClient sender, Processors processors, PrintWriter out)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(side, processors, options.jvm(), null)) {
            late(server);
            sender.run(server.port(), Row.HELLO, Duration.ofMillis(warmup));
            late(server);
            for (int round = 0; round < options.rounds(); round++) {
                Sample sample = sender.run(server.port(), Row.HELLO, options.time());
                out.printf(
                        "  %-8s %s (%.0f requests/s)%n",
                        side.label(), late(server), sample.requestsPerSecond());
                out.flush();
            }
        }
    }

    private static String late(ServerProcess server) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/late");
        try (InputStream answer = uri.toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
