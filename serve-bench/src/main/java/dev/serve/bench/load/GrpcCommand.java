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

    @Mixin private Contest contest = new Contest();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(contest.prepare());
        Set<GrpcSide> all = new LinkedHashSet<>(sides);
        all.add(GrpcSide.RAW);
        for (GrpcRow row : rows.isEmpty() ? List.of(GrpcRow.values()) : rows) {
            print(out, row, contest.measure(GrpcSide.class, all, traffic(row)));
        }
        return 0;
    }

    private static Contest.Sides<GrpcSide> traffic(GrpcRow row) {
        return new Contest.Sides<>() {
            @Override
            public ServerProcess start(GrpcSide side, Processors processors, List<String> jvm)
                    throws IOException {
                return ServerProcess.startGrpc(side, processors, jvm);
            }

            @Override
            public Contest.Load open(GrpcSide side, int port) throws IOException {
                return GrpcLoad.open(row, port);
            }
        };
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
                                Contest.ratio(all, raw, it -> it.sample().requestsPerSecond()),
                                Contest.ratio(all, raw, Comparison.Measured::cpuMicrosPerRequest)));
        out.flush();
    }
}
