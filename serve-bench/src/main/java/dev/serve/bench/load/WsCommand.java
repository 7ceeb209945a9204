package dev.serve.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private Contest contest = new Contest();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(contest.prepare());
        Set<Side> all = new LinkedHashSet<>(sides);
        all.add(Side.RAW);
        for (WsRow row : rows.isEmpty() ? List.of(WsRow.values()) : rows) {
            print(out, row, contest.measure(Side.class, all, traffic(row)));
        }
        return 0;
    }

    private Contest.Sides<Side> traffic(WsRow row) {
        return new Contest.Sides<>() {
            @Override
            public ServerProcess start(Side side, Processors processors, List<String> jvm)
                    throws IOException {
                return ServerProcess.startWebSocket(side, processors, jvm);
            }

            @Override
            public Contest.Load open(Side side, int port) throws IOException {
                return WsLoad.open(row, port, connections);
            }
        };
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
        List<Comparison.Measured> raw = Objects.requireNonNull(measured.get(Side.RAW));
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
                            Contest.ratio(all, raw, it -> it.sample().requestsPerSecond()),
                            Contest.ratio(all, raw, Comparison.Measured::cpuMicrosPerRequest));
                });
        out.flush();
    }
}
