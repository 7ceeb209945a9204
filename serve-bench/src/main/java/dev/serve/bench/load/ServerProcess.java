package dev.serve.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in a JVM of its own. Ends with {@link #close}, or when this JVM does. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE =
            Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");
    private static final int KIB = 1024;
    private static final Duration TIME_TO_END = Duration.ofSeconds(10);

    /** On every Linux that a JVM runs on. */
    private static final int TICK_MILLIS = 10;

    private final Process process;
    private final Announcement announcement;
    private final boolean withInput;

    private ServerProcess(Process process, Announcement announcement, boolean withInput) {
        this.process = process;
        this.announcement = announcement;
        this.withInput = withInput;
    }

    /**
     * Starts one whose start is measured, and waits until it listens.
     *
     * @param directory the one that it is started in
     * @throws IOException if it ends before it listens; why stands on standard error
     */
    static ServerProcess start(StartSide side, Path directory) throws IOException {
        Process process =
                new ProcessBuilder(side.command())
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new ServerProcess(
                process, announced(process, side.label(), side.announced()), side.withInput());
    }

    /**
     * Starts a server on the class path of this JVM, and waits until it listens.
     *
     * @param flags of the JVM
     * @param keys directory of keys for TLS; null for plain HTTP
     * @throws IOException if it ends before it listens; why stands on standard error
     */
    static ServerProcess start(
            Side side, Processors processors, List<String> flags, @Nullable Path keys)
            throws IOException {
        return start(
                side.label(),
                side.program(),
                processors,
                flags,
                keys == null ? List.of() : List.of(keys.toString()));
    }

    /** As {@link #start}, a server of WebSocket. */
    static ServerProcess startWebSocket(Side side, Processors processors, List<String> flags)
            throws IOException {
        return start(side.label(), side.webSocketProgram(), processors, flags, List.of());
    }

    /** As {@link #start}, a server of gRPC. */
    static ServerProcess startGrpc(GrpcSide side, Processors processors, List<String> flags)
            throws IOException {
        return start(side.label(), side.program(), processors, flags, List.of(side.argument()));
    }

    /** As {@link #start}, our server with this much watched. */
    static ServerProcess startWatched(
            Watched watched, URI spans, Processors processors, List<String> flags)
            throws IOException {
        return start(
                watched.label(),
                WatchedServer.class,
                processors,
                flags,
                List.of(watched.name(), spans.toString()));
    }

    private static ServerProcess start(
            String label,
            Class<?> program,
            Processors processors,
            List<String> flags,
            List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(processors.server());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new ServerProcess(process, announced(process, label, Announcement::in), true);
    }

    private static Announcement announced(
            Process process, String label, Function<String, Optional<Announcement>> said)
            throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null) {
            Optional<Announcement> announcement = said.apply(line);
            if (announcement.isPresent()) {
                return announcement.get();
            }
            line = output.readLine();
        }
        throw new IOException(label + " ended before it listened");
    }

    int port() {
        return announcement.port();
    }

    long pid() {
        return announcement.pid();
    }

    /** CPU time used so far, in user and kernel together; a step is 10 ms on Linux. */
    Duration cpu() {
        return ProcessHandle.of(pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("no CPU time of process " + pid()));
    }

    /**
     * As {@link #cpu}, without the threads that compile: on a processor that it shares with its
     * server, the compiler goes on long after code is fast. All of it where there is no /proc.
     */
    Duration cpuWithoutCompiler() throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid()), "task");
        if (!Files.exists(tasks)) {
            return cpu();
        }
        long ticks = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                ticks += compiling(thread);
            }
        }
        return cpu().minusMillis(ticks * TICK_MILLIS);
    }

    /** Ticks that a thread has compiled: fields 14 and 15 of proc_pid_stat(5). */
    private static long compiling(Path thread) throws IOException {
        String stat;
        try {
            stat = Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            // It has just ended.
            return 0;
        }
        int end = stat.lastIndexOf(')');
        if (!COMPILER.matcher(stat.substring(0, end)).find()) {
            return 0;
        }
        String[] fields = stat.substring(end + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Memory of the process that is in use now, in bytes; empty where there is no /proc. */
    OptionalLong residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        Matcher resident = RESIDENT.matcher(Files.readString(status));
        return resident.find()
                ? OptionalLong.of(Long.parseLong(resident.group(1)) * KIB)
                : OptionalLong.empty();
    }

    /** Collects garbage, and gives the bytes of all objects that are left. */
    long liveBytes() throws IOException, InterruptedException {
        String histogram =
                Programs.output(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(pid()),
                                "GC.class_histogram"));
        Matcher live = LIVE.matcher(histogram);
        if (!live.find()) {
            throw new IOException("jcmd said: " + histogram + " (expected: a total)");
        }
        return Long.parseLong(live.group(1));
    }

    @Override
    public void close() throws IOException {
        end(TIME_TO_END);
    }

    /** As {@link #close}, of one that has something to do then. */
    void end(Duration atMost) throws IOException {
        process.getOutputStream().close();
        if (!withInput) {
            process.destroy();
        }
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
