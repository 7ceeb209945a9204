package dev.serve.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * From the launch of the process to its first answer, and the memory it has then: the distribution
 * as it is unpacked, with and without its cache of loaded classes, beside raw Helidon, plain and
 * with a cache of its own. The JVM's flags are its defaults, those of the distribution what its
 * launcher says.
 */
@Command(
        name = "start",
        description =
                "Measures the time from launch to the first answer, and memory then, of the distribution and raw Helidon.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StartCommand implements Callable<Integer> {

    private static final double MIB = 1024 * 1024;
    private static final Duration TIME_TO_WRITE_CACHE = Duration.ofMinutes(2);

    /**
     * One start.
     *
     * @param millis from launch to the last byte of the first answer
     * @param cpuMillis CPU time of the process until then
     * @param residentBytes memory of the process then; 0 where that is not known
     * @param laterBytes the same some seconds later
     */
    private record Start(double millis, double cpuMillis, long residentBytes, long laterBytes) {}

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--runs", description = "Starts of each side, in turn.")
    private int runs = 11;

    @Option(
            names = "--distribution",
            paramLabel = "DIRECTORY",
            description = "Where it is unpacked.")
    private Path distribution = Path.of("serve-runtime", "serve-cli", "target", "dist");

    @Option(
            names = "--later",
            paramLabel = "SECONDS",
            description = "When memory is looked at once more; 0 for not at all.")
    private int later;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        if (!Files.isExecutable(distribution.resolve(Path.of("bin", "serve")))) {
            throw new ParameterException(
                    spec.commandLine(),
                    distribution + " is no distribution (expected: a directory with bin/serve)");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<StartSide, List<Start>> starts = new LinkedHashMap<>();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            for (StartSide side : sides(scratch.path())) {
                start(side, scratch.path(), 0); // makes a cache, if it has none; warms the files
                starts.put(side, new ArrayList<>());
            }
            for (int run = 0; run < runs; run++) {
                for (Map.Entry<StartSide, List<Start>> side : starts.entrySet()) {
                    side.getValue().add(start(side.getKey(), scratch.path(), later));
                }
            }
        }
        print(out, starts);
        return 0;
    }

    private List<StartSide> sides(Path scratch) throws IOException, InterruptedException {
        String classPath = PlainHelidon.classPath(scratch);
        Path cache = scratch.resolve("helidon.aot");
        StartSide training =
                StartSide.helidon("training", classPath, "-XX:AOTCacheOutput=" + cache);
        try (ServerProcess server = ServerProcess.start(training, scratch)) {
            ask(server);
            server.end(TIME_TO_WRITE_CACHE);
        }
        if (!Files.exists(cache)) {
            throw new IOException("Helidon has left no " + cache);
        }
        return List.of(
                StartSide.helidon("helidon", classPath),
                StartSide.helidon("helidon, AOT", classPath, "-XX:AOTCache=" + cache),
                StartSide.distribution("serve", distribution, scratch),
                StartSide.distribution(
                        "serve, no AOT",
                        distribution,
                        scratch,
                        "env",
                        "JDK_JAVA_OPTIONS=-XX:AOTMode=off"));
    }

    private static void ask(ServerProcess server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(Row.HELLO.request());
            new Answers(socket.getInputStream()).read(1);
        }
    }

    private static Start start(StartSide side, Path directory, int later)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(side, directory)) {
            ask(server);
            double millis = (System.nanoTime() - begin) / 1e6;
            double cpuMillis = server.cpu().toNanos() / 1e6;
            long resident = server.residentBytes().orElse(0);
            TimeUnit.SECONDS.sleep(later);
            return new Start(millis, cpuMillis, resident, server.residentBytes().orElse(0));
        }
    }

    private void print(PrintWriter out, Map<StartSide, List<Start>> starts) {
        out.printf("Java %s; medians of %d starts, in turn%n", Runtime.version(), runs);
        out.printf(
                "  %-14s %16s %8s %8s %8s %10s %12s%n",
                "", "first answer ms", "ratio", "CPU ms", "ratio", "RSS MiB", "later MiB");
        List<Start> first = starts.values().iterator().next();
        starts.forEach(
                (side, all) ->
                        out.printf(
                                Locale.ROOT,
                                "  %-14s %16.0f %8.2f %8.0f %8.2f %10.1f %12.1f%n",
                                side.label(),
                                Medians.of(all, Start::millis),
                                ratio(all, first, Start::millis),
                                Medians.of(all, Start::cpuMillis),
                                ratio(all, first, Start::cpuMillis),
                                Medians.of(all, Start::residentBytes) / MIB,
                                Medians.of(all, Start::laterBytes) / MIB));
        out.flush();
    }

    private static double ratio(
            List<Start> all, List<Start> first, ToDoubleFunction<Start> figure) {
        return Medians.of(all, figure) / Medians.of(first, figure);
    }
}
