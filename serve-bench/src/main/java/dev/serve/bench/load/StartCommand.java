package dev.serve.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From the launch of the process to its first answer, and the memory it has then. */
@Command(
        name = "start",
        description = "Measures the time from launch to the first answer, and memory then.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StartCommand implements Callable<Integer> {

    private static final double MIB = 1024 * 1024;

    /**
     * One start.
     *
     * @param millis from launch to the last byte of the first answer
     * @param cpuMillis CPU time of the server until then
     * @param residentBytes memory of the process then; 0 where that is not known
     * @param liveBytes objects left after a collection
     */
    private record Start(double millis, double cpuMillis, long residentBytes, long liveBytes) {}

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--runs", description = "Starts of each side, in turn.")
    private int runs = 11;

    @Option(names = "--jvm", split = " ", description = "Flags of the servers' JVMs.")
    private List<String> jvm = ServerFlags.DEFAULT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<Side, List<Start>> starts = new EnumMap<>(Side.class);
        for (Side side : List.of(Side.OURS, Side.RAW)) {
            starts.put(side, new ArrayList<>());
        }
        for (int run = 0; run < runs; run++) {
            for (Map.Entry<Side, List<Start>> side : starts.entrySet()) {
                side.getValue().add(start(side.getKey()));
            }
        }
        out.printf("Java %s; %s; %d runs%n", Runtime.version(), String.join(" ", jvm), runs);
        out.printf(
                "  %-8s %16s %14s %10s %14s%n",
                "", "first answer ms", "CPU ms", "RSS MiB", "live heap MiB");
        starts.forEach((side, all) -> print(out, side, all));
        out.printf(
                Locale.ROOT,
                "  %-8s %16.3f %14.3f %10.3f %14.3f%n",
                "ratio",
                ratio(starts, Start::millis),
                ratio(starts, Start::cpuMillis),
                ratio(starts, Start::residentBytes),
                ratio(starts, Start::liveBytes));
        out.flush();
        return 0;
    }

    private Start start(Side side) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(side, Processors.shared(), jvm, null)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream().write(Row.HELLO.request());
                new Answers(socket.getInputStream()).read(1);
            }
            double millis = (System.nanoTime() - begin) / 1e6;
            double cpuMillis = server.cpu().toNanos() / 1e6;
            OptionalLong resident = server.residentBytes();
            return new Start(millis, cpuMillis, resident.orElse(0), server.liveBytes());
        }
    }

    private static void print(PrintWriter out, Side side, List<Start> all) {
        out.printf(
                Locale.ROOT,
                "  %-8s %16.0f %14.0f %10.1f %14.2f%n",
                side.label(),
                Medians.of(all, Start::millis),
                Medians.of(all, Start::cpuMillis),
                Medians.of(all, Start::residentBytes) / MIB,
                Medians.of(all, Start::liveBytes) / MIB);
    }

    private static double ratio(Map<Side, List<Start>> starts, ToDoubleFunction<Start> figure) {
        return Medians.of(starts.getOrDefault(Side.OURS, List.of()), figure)
                / Medians.of(starts.getOrDefault(Side.RAW, List.of()), figure);
    }
}
