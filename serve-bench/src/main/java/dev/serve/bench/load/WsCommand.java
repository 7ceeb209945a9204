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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Messages a second through sessions, CPU time of the server for each, and their times. */
@Command(
        name = "ws",
        description = "Measures WebSocket: echoes, and messages to many sessions.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class WsCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ROW",
            description = "What to measure: ${COMPLETION-CANDIDATES}; all without one.")
    private List<WsRow> rows = List.of();

    @Option(names = "--connections", description = "Connections of an echo.")
    private int connections = 16;

    @Option(
            names = "--sides",
            split = ",",
            description = "Beside raw Helidon: any of OURS, NETTY, VERTX.")
    private List<Side> sides = List.of(Side.OURS, Side.NETTY, Side.VERTX);

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
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        Processors processors = sharedCpus ? Processors.shared() : Processors.apart();
        out.printf(
                "Java %s; %s; %s; %d JVMs a side with %d rounds of %d ms%n",
                Runtime.version(), processors, String.join(" ", jvm), forks, rounds, millis);
        Set<Side> all = new LinkedHashSet<>(sides);
        all.add(Side.RAW);
        for (WsRow row : rows.isEmpty() ? List.of(WsRow.values()) : rows) {
            Map<Side, List<Comparison.Measured>> measured = new EnumMap<>(Side.class);
            all.forEach(side -> measured.put(side, new ArrayList<>()));
            for (int fork = 0; fork < forks; fork++) {
                measure(row, processors, measured);
            }
            print(out, row, measured);
        }
        return 0;
    }

    private void measure(
            WsRow row, Processors processors, Map<Side, List<Comparison.Measured>> measured)
            throws IOException {
        Map<Side, ServerProcess> servers = new EnumMap<>(Side.class);
        Map<Side, WsLoad> loads = new EnumMap<>(Side.class);
        try {
            for (Side side : measured.keySet()) {
                ServerProcess server = ServerProcess.startWebSocket(side, processors, jvm);
                servers.put(side, server);
                WsLoad load = WsLoad.open(row, server.port(), connections);
                loads.put(side, load);
                var _ = load.run(Duration.ofMillis(warmup));
            }
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<Side, List<Comparison.Measured>> side : measured.entrySet()) {
                    ServerProcess server = of(servers, side.getKey());
                    Duration before = server.cpu();
                    Sample sample = of(loads, side.getKey()).run(Duration.ofMillis(millis));
                    side.getValue()
                            .add(new Comparison.Measured(sample, server.cpu().minus(before)));
                }
            }
        } finally {
            for (WsLoad load : loads.values()) {
                load.close();
            }
            for (ServerProcess server : servers.values()) {
                server.close();
            }
        }
    }

    private static <T> T of(Map<Side, T> all, Side side) {
        T one = all.get(side);
        if (one == null) {
            throw new IllegalStateException(side + " was not started");
        }
        return one;
    }

    private static void print(
            PrintWriter out, WsRow row, Map<Side, List<Comparison.Measured>> measured) {
        out.printf(
                Locale.ROOT,
                "%s: %s%n  %-8s %12s %10s %14s %10s %10s  %s%n",
                row.name().toLowerCase(Locale.ROOT),
                row.title(),
                "",
                "messages/s",
                "MB/s",
                "CPU us/message",
                "p50 us",
                "p99 us",
                "beside helidon: messages/s, CPU");
        List<Comparison.Measured> raw = of(measured, Side.RAW);
        measured.forEach(
                (side, all) -> {
                    double perSecond = Medians.of(all, it -> it.sample().requestsPerSecond());
                    out.printf(
                            Locale.ROOT,
                            "  %-8s %12.0f %10.1f %14.2f %10.0f %10.0f  %s, %s%n",
                            side.label(),
                            perSecond,
                            perSecond * row.answerSize() / 1e6,
                            Medians.of(all, Comparison.Measured::cpuMicrosPerRequest),
                            Medians.of(all, it -> it.sample().p50Micros()),
                            Medians.of(all, it -> it.sample().p99Micros()),
                            ratio(all, raw, it -> it.sample().requestsPerSecond()),
                            ratio(all, raw, Comparison.Measured::cpuMicrosPerRequest));
                });
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
