package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code serve aot}: makes the cache of loaded classes that starts are fast by (JEP 483, 514, 515).
 * It runs the echo sample on free ports in a directory of its own, asks each listener, and stops
 * it; what has been loaded and run until then is in the cache.
 */
@Command(
        name = "aot",
        description =
                "Makes the cache of loaded classes that starts are fast by; run and start make it where there is none.")
final class AotCommand implements Callable<Integer> {

    private static final System.Logger LOG = System.getLogger(AotCommand.class.getName());
    private static final double MEBIBYTE = 1 << 20;
    private static final Duration TIME_TO_SERVE = Duration.ofMinutes(2);
    private static final Duration TIME_TO_WRITE = Duration.ofMinutes(4);
    private static final long LOOK_MILLIS = 50;

    @Mixin private Console console = new Console();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Where it is kept; the serve script says where it looks for it.",
            hidden = true)
    private Path output = Path.of("");

    /** Constructed by picocli. */
    AotCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = console.err();
        Path beside = output.resolveSibling(output.getFileName() + ".new");
        try (Progress progress = console.progress("Preparing fast starts, once");
                Scratch scratch = Scratch.make();
                // Before there is a process, which could otherwise be left.
                AtExit _ = AtExit.with("serve-aot-given-up", () -> giveUp(scratch))) {
            Files.deleteIfExists(beside);
            List<String> said = make(beside, scratch.path(), progress);
            progress.clear();
            if (!Files.exists(beside)) {
                // Empty: it is not tried again at each start.
                Files.write(output, new byte[0]);
                said.forEach(err::println);
                err.println("Starts stay as fast as they are: no cache of loaded classes.");
                return CommandLine.ExitCode.SOFTWARE;
            }
            Files.move(beside, output, StandardCopyOption.REPLACE_EXISTING);
            told(progress.took());
            return CommandLine.ExitCode.OK;
        }
    }

    /** Who has begun this does not wait for it: nothing of it goes on, or is left. */
    private static void giveUp(Scratch scratch) {
        try {
            List<ProcessHandle> ours = ProcessHandle.current().descendants().toList();
            ours.forEach(ProcessHandle::destroyForcibly);
            ours.forEach(each -> each.onExit().join());
            scratch.close();
        } catch (IOException e) {
            LOG.log(DEBUG, scratch.path() + " stays", e);
        }
    }

    private void told(Duration took) throws IOException {
        double mebibytes = Files.size(output) / MEBIBYTE;
        if (console.json()) {
            console.tell(
                    JsonObject.builder()
                            .set("cache", output.toString())
                            .set("mebibytes", mebibytes)
                            .set("milliseconds", took.toMillis()));
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            "Prepared fast starts in %s: %.0f MiB in %s%n",
                            Words.seconds(took),
                            mebibytes,
                            output);
        }
    }

    /** Runs and visits it; what it said, if there is no cache then. */
    private static List<String> make(Path cache, Path directory, Progress progress)
            throws IOException, InterruptedException {
        // At first only for its certificates: the library that makes them has signed jars, which
        // each start by a cache with classes of it would verify.
        run(Background.java(), directory, progress);
        List<String> watched = Background.java();
        watched.add(1, "-XX:AOTCacheOutput=" + cache.toAbsolutePath());
        return run(watched, directory, progress);
    }

    private static List<String> run(List<String> command, Path directory, Progress progress)
            throws IOException, InterruptedException {
        Path sample = Path.of(System.getProperty(Input.HOME, ""), "samples", "echo", "serve.yaml");
        command.addAll(List.of("run", sample.toString(), "--json", "--profile", "testing"));
        command.addAll(List.of("--set", "observe.listeners=admin"));
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            Optional<RunState> state = served(process, directory, progress);
            if (state.isPresent()) {
                new Visit(directory).all(state.get().listeners());
            }
            process.destroy();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                    && progress.took().compareTo(TIME_TO_WRITE) < 0) {
                progress.goesOn();
            }
        } finally {
            // With the one that writes the cache for it.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return Files.readAllLines(log, StandardCharsets.UTF_8);
    }

    private static Optional<RunState> served(Process process, Path directory, Progress progress)
            throws IOException, InterruptedException {
        RunFiles files = new RunFiles(directory.resolve("run"));
        Optional<RunState> state = files.state(process.toHandle());
        while (state.isEmpty()
                && progress.took().compareTo(TIME_TO_SERVE) < 0
                && !process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            progress.goesOn();
            state = files.state(process.toHandle());
        }
        return state;
    }
}
