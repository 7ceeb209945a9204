package dev.serve.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in a JVM of its own. Ends with {@link #close}, or when this JVM does. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE =
            Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final int KIB = 1024;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
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
        List<String> command = new ArrayList<>(processors.server());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), side.program().getName()));
        if (keys != null) {
            command.add(keys.toString());
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new ServerProcess(process, announced(process, side));
    }

    private static int announced(Process process, Side side) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null) {
            int port = Announcement.portIn(line);
            if (port > 0) {
                return port;
            }
            line = output.readLine();
        }
        throw new IOException(side.label() + " ended before it listened");
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** CPU time used so far, in user and kernel together; a step is 10 ms on Linux. */
    Duration cpu() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow(
                        () -> new IllegalStateException("no CPU time of process " + process.pid()));
    }

    /** Memory of the process that is in use now, in bytes; empty where there is no /proc. */
    OptionalLong residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
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
                                Long.toString(process.pid()),
                                "GC.class_histogram"));
        Matcher live = LIVE.matcher(histogram);
        if (!live.find()) {
            throw new IOException("jcmd said: " + histogram + " (expected: a total)");
        }
        return Long.parseLong(live.group(1));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
