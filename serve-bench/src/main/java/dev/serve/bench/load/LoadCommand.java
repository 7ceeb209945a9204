package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Requests a second, CPU time of the server for each, and times of answers. */
@Command(
        name = "load",
        description = "Measures requests a second and the server's CPU time per request.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class LoadCommand implements Callable<Integer> {

    /** Who sends the requests. */
    enum ClientKind {
        /** wrk where it is installed, else our own. */
        AUTO,
        /** Our own. */
        OWN,
        /** wrk. */
        WRK
    }

    private static final Duration WARMUP_AT_MOST = Duration.ofMinutes(1);

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ROW",
            description = "What to measure: ${COMPLETION-CANDIDATES}; all without one.")
    private List<Row> rows = List.of();

    @Option(names = "--connections", description = "Connections at a time.")
    private int connections = 64;

    @Option(
            names = "--side",
            description = "Whose server is measured beside raw Helidon: ${COMPLETION-CANDIDATES}.")
    private Side side = Side.OURS;

    @Option(names = "--rounds", description = "Rounds, each with both sides.")
    private int rounds = 5;

    @Option(names = "--forks", description = "Times both servers are started anew.")
    private int forks = 2;

    @Option(names = "--millis", description = "Milliseconds of one side in one round.")
    private int millis = 2_000;

    @Option(
            names = "--warmup",
            description = "Requests to each side before the rounds, for at most a minute.")
    private int warmup = 500_000;

    @Option(names = "--client", description = "Who sends: ${COMPLETION-CANDIDATES}.")
    private ClientKind client = ClientKind.AUTO;

    @Option(
            names = "--shared-cpus",
            description = "Do not keep server and client on a CPU of their own.")
    private boolean sharedCpus;

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
            LoadClient sender = client(scratch.path(), certificates);
            Processors processors = sharedCpus ? Processors.shared() : Processors.apart();
            out.printf(
                    "Java %s; client %s; %s; %s; %d JVMs a side with %d rounds of %d ms%n",
                    Runtime.version(),
                    sender.label(),
                    processors,
                    String.join(" ", jvm),
                    forks,
                    rounds,
                    millis);
            for (Row row : rows.isEmpty() ? List.of(Row.values()) : rows) {
                out.printf("%s: %s%n", row.name().toLowerCase(Locale.ROOT), row.title());
                out.flush();
                Comparison comparison = new Comparison(side);
                for (int fork = 0; fork < forks; fork++) {
                    measure(row, sender, processors, certificates.directory(), comparison);
                }
                comparison.print(out);
            }
        }
        return 0;
    }

    private LoadClient client(Path scratch, DevCertificates certificates) {
        boolean wrk =
                switch (client) {
                    case OWN -> false;
                    case WRK -> true;
                    case AUTO -> WrkClient.present();
                };
        return wrk
                ? new WrkClient(connections, scratch)
                : new LoopClient(connections, certificates);
    }

    private void measure(
            Row row, LoadClient sender, Processors processors, Path keys, Comparison comparison)
            throws IOException, InterruptedException {
        Path tls = row.tls() ? keys : null;
        try (ServerProcess measured = ServerProcess.start(side, processors, jvm, tls);
                ServerProcess raw = ServerProcess.start(Side.RAW, processors, jvm, tls)) {
            Map<Side, ServerProcess> servers = new EnumMap<>(Side.class);
            servers.put(side, measured);
            servers.put(Side.RAW, raw);
            for (ServerProcess server : servers.values()) {
                warmUp(sender, server, row);
            }
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<Side, ServerProcess> server : servers.entrySet()) {
                    comparison.add(server.getKey(), run(sender, server.getValue(), row));
                }
            }
        }
    }

    /** By requests, since a busy machine compiles as late as it answers. */
    private void warmUp(LoadClient sender, ServerProcess server, Row row)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + WARMUP_AT_MOST.toNanos();
        long answered = 0;
        while (answered < warmup && System.nanoTime() < end) {
            // A cold server may not answer within a round: 64 handshakes come at once.
            answered += sender.run(server.port(), row, Duration.ofMillis(millis)).requests();
        }
    }

    private Comparison.Measured run(LoadClient sender, ServerProcess server, Row row)
            throws IOException, InterruptedException {
        Duration before = server.cpu();
        Sample sample = sender.run(server.port(), row, Duration.ofMillis(millis));
        if (sample.requests() == 0) {
            throw new IOException(
                    row + " on port " + server.port() + ": no answer (expected: at least one)");
        }
        return new Comparison.Measured(sample, server.cpu().minus(before));
    }
}
