package dev.serve.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an idle session costs, and whether all are served after. */
@Command(
        name = "ws-idle",
        description =
                "Measures heap and memory for each idle session, and sends a message through all.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class WsIdleCommand implements Callable<Integer> {

    private static final double KIB = 1024;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--sides", split = ",", description = "Any of OURS, RAW, NETTY, VERTX.")
    private List<Side> sides = List.of(Side.OURS, Side.RAW, Side.NETTY, Side.VERTX);

    @Option(names = "--sessions", description = "Sessions; see ulimit -n.")
    private int sessions = 10_000;

    @Option(names = "--warm", description = "Seconds of load before those, twice.")
    private int warm = 3;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Java %s; %s; %d sessions%n", Runtime.version(), String.join(" ", jvm), sessions);
        out.printf("  %-8s %16s %16s %16s%n", "", "heap KiB", "RSS KiB", "served after");
        for (Side side : sides) {
            measure(out, side);
        }
        return 0;
    }

    private void measure(PrintWriter out, Side side) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.startWebSocket(side, Processors.shared(), jvm)) {
            // What is compiled well keeps less on the stack of a parked thread.
            for (int i = 0; i < 2; i++) {
                try (WsLoad load =
                        WsLoad.open(WsRow.ECHO, server.port(), Math.min(sessions, 1_000))) {
                    var _ = load.run(Duration.ofSeconds(warm));
                }
            }
            long before = settledBytes(server);
            long residentBefore = server.residentBytes().orElse(0);
            try (WsLoad load = WsLoad.open(WsRow.ECHO, server.port(), sessions)) {
                double heap = settledBytes(server) - before;
                double resident = server.residentBytes().orElse(0) - residentBefore;
                long served = load.run(Duration.ofMillis(1)).requests();
                out.printf(
                        Locale.ROOT,
                        "  %-8s %16.2f %16.2f %16d%n",
                        side.label(),
                        heap / KIB / sessions,
                        resident / KIB / sessions,
                        served);
                out.flush();
            }
        }
    }

    private static long settledBytes(ServerProcess server)
            throws IOException, InterruptedException {
        long last = Long.MAX_VALUE;
        long now = server.liveBytes();
        while (now < last - 16 * KIB) {
            last = now;
            now = server.liveBytes();
        }
        return now;
    }
}
