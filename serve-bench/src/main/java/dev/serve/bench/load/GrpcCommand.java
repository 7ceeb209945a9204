package dev.serve.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls or messages of gRPC a second, and CPU time of the server for each. */
@Command(
        name = "grpc",
        description = "Measures gRPC: unary calls, and messages of server streaming.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class GrpcCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ROW",
            description = "What to measure: ${COMPLETION-CANDIDATES}; all without one.")
    private List<GrpcRow> rows = List.of();

    @Option(
            names = "--sides",
            split = ",",
            description =
                    "Beside raw Helidon: any of OURS; JAVA, grpc-java on Netty with virtual threads; DIRECT, the same without.")
    private List<GrpcSide> sides = List.of(GrpcSide.OURS, GrpcSide.JAVA, GrpcSide.DIRECT);

    @Option(names = "--rounds", description = "Rounds, each with every side.")
    private int rounds = 5;

    @Option(names = "--forks", description = "Times all servers are started anew.")
    private int forks = 2;

    @Option(names = "--millis", description = "Milliseconds of one side in one round.")
    private int millis = 2_000;

    @Option(names = "--warmup", description = "Milliseconds of each side before the rounds.")
    private int warmup = 6_000;

    @Option(
            names = "--shared-cpus",
            description = "Do not keep server and client on a CPU of their own.")
    private boolean sharedCpus;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Processors processors = sharedCpus ? Processors.shared() : Processors.apart();
        out.printf(
                "Java %s; %s; %s; %d JVMs a side with %d rounds of %d ms%n",
                Runtime.version(), processors, String.join(" ", jvm), forks, rounds, millis);
        Set<GrpcSide> all = new LinkedHashSet<>(sides);
        all.add(GrpcSide.RAW);
        for (GrpcRow row : rows.isEmpty() ? List.of(GrpcRow.values()) : rows) {
            Map<GrpcSide, List<Comparison.Measured>> measured = new EnumMap<>(GrpcSide.class);
            all.forEach(side -> measured.put(side, new ArrayList<>()));
            for (int fork = 0; fork < forks; fork++) {
                measure(row, processors, measured);
            }
            print(out, row, measured);
        }
        return 0;
    }

    private void measure(
            GrpcRow row, Processors processors, Map<GrpcSide, List<Comparison.Measured>> measured)
            throws IOException {
        Map<GrpcSide, ServerProcess> servers = new EnumMap<>(GrpcSide.class);
        Map<GrpcSide, GrpcLoad> loads = new EnumMap<>(GrpcSide.class);
        try {
            for (GrpcSide side : measured.keySet()) {
                ServerProcess server = ServerProcess.startGrpc(side, processors, jvm);
                servers.put(side, server);
                GrpcLoad load = GrpcLoad.open(row, server.port());
                loads.put(side, load);
                var _ = load.run(Duration.ofMillis(warmup));
            }
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<GrpcSide, List<Comparison.Measured>> side : measured.entrySet()) {
                    ServerProcess server = Objects.requireNonNull(servers.get(side.getKey()));
                    GrpcLoad load = Objects.requireNonNull(loads.get(side.getKey()));
                    Duration before = server.cpu();
                    Sample sample = load.run(Duration.ofMillis(millis));
                    side.getValue()
                            .add(new Comparison.Measured(sample, server.cpu().minus(before)));
                }
            }
        } finally {
            for (GrpcLoad load : loads.values()) {
                load.close();
            }
            for (ServerProcess server : servers.values()) {
                server.close();
            }
        }
    }

    private static void print(
            PrintWriter out, GrpcRow row, Map<GrpcSide, List<Comparison.Measured>> measured) {
        out.printf(
                Locale.ROOT,
                "%s: %s%n  %-9s %12s %14s %14s %14s %9s  %s%n",
                row.name().toLowerCase(Locale.ROOT),
                row.title(),
                "",
                "messages/s",
                "CPU us/message",
                "p50 us/call",
                "p99 us/call",
                "failures",
                "beside helidon: messages/s, CPU");
        List<Comparison.Measured> raw = Objects.requireNonNull(measured.get(GrpcSide.RAW));
        measured.forEach(
                (side, all) ->
                        out.printf(
                                Locale.ROOT,
                                "  %-9s %12.0f %14.3f %14.0f %14.0f %9d  %s, %s%n",
                                side.label(),
                                Medians.of(all, it -> it.sample().requestsPerSecond()),
                                Medians.of(all, Comparison.Measured::cpuMicrosPerRequest),
                                Medians.of(all, it -> it.sample().p50Micros()),
                                Medians.of(all, it -> it.sample().p99Micros()),
                                all.stream().mapToLong(it -> it.sample().failures()).sum(),
                                ratio(all, raw, it -> it.sample().requestsPerSecond()),
                                ratio(all, raw, Comparison.Measured::cpuMicrosPerRequest)));
        out.flush();
    }

    /** The median of the rounds' ratios, with the lowest and the highest. */
    private static String ratio(
            List<Comparison.Measured> side,
            List<Comparison.Measured> raw,
            ToDoubleFunction<Comparison.Measured> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < raw.size(); round++) {
            ratios.add(
                    figure.applyAsDouble(side.get(round)) / figure.applyAsDouble(raw.get(round)));
        }
        ratios.sort(null);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                Medians.of(ratios, Double::doubleValue),
                ratios.getFirst(),
                ratios.getLast());
    }
}
