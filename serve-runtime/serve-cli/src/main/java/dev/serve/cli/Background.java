package dev.serve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts {@code serve run} as a process that belongs to no terminal, and waits until it serves.
 * What it prints goes behind what is in the log already. One use, one thread.
 */
final class Background {

    /** The script that this was started by; set by the script. */
    private static final String LAUNCHER = "dev.serve.launcher";

    private static final String RUN_FILES = "-D" + RunFiles.DIRECTORY + "=";

    private static final long LOOK_MILLIS = 20;
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);
    private static final int LAST_LINES = 20;

    private final RunFiles files;
    private final List<String> arguments;

    /**
     * @param arguments behind {@code run}
     */
    Background(RunFiles files, List<String> arguments) {
        this.files = files;
        this.arguments = List.copyOf(arguments);
    }

    /** What became of a start. */
    sealed interface Outcome {

        /** It serves. */
        record Serves(RunState state) implements Outcome {}

        /**
         * It ended by itself.
         *
         * @param said the last lines it printed
         */
        record Ended(int code, List<String> said) implements Outcome {}

        /**
         * It was not ready in time, and is gone.
         *
         * @param said the last lines it printed
         */
        record Late(long pid, List<String> said) implements Outcome {}
    }

    /** Starts it and waits, at most so long. */
    Outcome start(Duration atMost, Progress progress) throws IOException, InterruptedException {
        long from = sizeOfLog();
        Process process =
                new ProcessBuilder(command())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
                        .start();
        try (AtExit _ = AtExit.with("serve-start-given-up", () -> giveUp(process))) {
            return awaited(process, atMost, progress, from);
        }
    }

    /** Made if there is none, so that what is in the way is told here. */
    private long sizeOfLog() {
        try {
            Files.createDirectories(files.log().toAbsolutePath().getParent());
            Files.write(
                    files.log(), new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Files.size(files.log());
        } catch (IOException e) {
            throw new CommandFailure(
                    "What it prints cannot be kept in "
                            + files.log()
                            + ": "
                            + Failure.words(e)
                            + "\nJDK_JAVA_OPTIONS=-D"
                            + RunFiles.DIRECTORY
                            + "=DIRECTORY keeps it elsewhere.",
                    e);
        }
    }

    private Outcome awaited(Process process, Duration atMost, Progress progress, long from)
            throws IOException, InterruptedException {
        while (progress.took().compareTo(atMost) < 0) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return new Outcome.Ended(process.exitValue(), lastLines(from));
            }
            Optional<RunState> state = files.state(process.toHandle());
            if (state.isPresent()) {
                return new Outcome.Serves(state.get());
            }
            progress.goesOn();
        }
        end(process);
        files.holder();
        return new Outcome.Late(process.pid(), lastLines(from));
    }

    private static void giveUp(Process process) {
        try {
            end(process);
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        // A session of its own has no terminal that could take it along.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            command.addAll(java(System.getProperty("java.class.path")));
        } else {
            command.add(launcher);
        }
        command.addAll(List.of("run", "--alone"));
        command.addAll(arguments);
        return command;
    }

    /**
     * As this process was started, but for the class path; the command's arguments come behind it.
     */
    static List<String> java(String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-D" + Terminal.STREAMS))
                .filter(option -> !option.startsWith(RUN_FILES))
                .forEach(command::add);
        String elsewhere = System.getProperty(RunFiles.DIRECTORY);
        if (elsewhere != null) {
            command.add(RUN_FILES + elsewhere);
        }
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        return command;
    }

    /** What it printed last, of all that stands behind a place in the log. */
    private List<String> lastLines(long from) throws IOException {
        try (InputStream log = Files.newInputStream(files.log())) {
            // The server begins it anew when it has become too large.
            if (from <= Files.size(files.log())) {
                log.skipNBytes(from);
            }
            List<String> lines =
                    new String(log.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        }
    }
}
