package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code serve aot}: makes the cache of loaded classes that starts are fast by (JEP 483, 514, 515).
 * It runs a server on free ports in a directory of its own, asks each listener, and stops it; what
 * has been loaded and run until then is in the cache. Its pages are all in the memory of each
 * server that starts by it, so that TLS, gRPC and what else makes it larger are in it only if they
 * are asked for.
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

    /** Options and variables that configure a server, or its surroundings. */
    private static final List<String> OF_ANOTHER =
            List.of(
                    "-Dserve.",
                    "-D" + RunFiles.DIRECTORY + "=",
                    "SERVE_",
                    "JDK_JAVA_OPTIONS",
                    "NOTIFY_SOCKET",
                    "WATCHDOG_");

    @Mixin private Console console = new Console();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Where it is kept; the serve script says where it looks for it.",
            hidden = true)
    private Path output = Path.of("");

    @Option(
            names = "--speaks",
            paramLabel = "WORDS",
            description = "What FILE has a word of, as the serve script has found: -app-tls-grpc.",
            hidden = true)
    private String speaks = "";

    @Option(
            names = "--ahead-of",
            paramLabel = "COMMAND",
            description =
                    "The command that it is made for, and all words behind it; none is made if that would not serve.",
            parameterConsumer = Rest.class,
            hidden = true)
    private List<String> start = List.of();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The configuration that it is for: with TLS, gRPC and what applications have where it has a word of them; as run without this.")
    private @Nullable Path file;

    /** Constructed by picocli. */
    AotCommand() {}

    /** Takes all words that are left, whatever they look like. */
    static final class Rest implements IParameterConsumer {

        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            List<String> rest = new ArrayList<>();
            while (!words.isEmpty()) {
                rest.add(words.pop());
            }
            option.setValue(rest);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!start.isEmpty() && !Preflight.passes(start)) {
            return CommandLine.ExitCode.OK;
        }
        PrintWriter err = console.err();
        try (Progress progress = console.progress("Preparing fast starts, once");
                Scratch scratch = Scratch.make();
                MakerLock _ = MakerLock.of(output.toAbsolutePath().resolveSibling(""));
                // Of this process alone: two servers may be started for the first time at once.
                Scratch beside = Scratch.beside(output)) {
            Path made = beside.path().resolve(output.getFileName());
            List<String> said;
            // Before there is a process, which could otherwise be left.
            try (AtExit _ = AtExit.with("serve-aot-given-up", () -> giveUp(scratch, beside))) {
                said = make(made, Trained.in(scratch.path(), speaks), progress);
            }
            // It does not come to here when both have been ended by Ctrl-C: half a cache, or none,
            // says nothing then.
            progress.clear();
            if (!Files.exists(made)) {
                // Empty, unless there is one: it is not tried again at each start.
                Files.write(output, new byte[0], StandardOpenOption.CREATE);
                said.forEach(err::println);
                err.println("Starts stay as fast as they are: no cache of loaded classes.");
                return CommandLine.ExitCode.SOFTWARE;
            }
            Files.move(
                    made,
                    output,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            told(progress.took());
            return CommandLine.ExitCode.OK;
        }
    }

    /** Who has begun this does not wait for it: nothing of it goes on, or is left. */
    private static void giveUp(Scratch... left) {
        List<ProcessHandle> ours = ProcessHandle.current().descendants().toList();
        ours.forEach(ProcessHandle::destroyForcibly);
        ours.forEach(each -> each.onExit().join());
        for (Scratch each : left) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.log(DEBUG, each.path() + " stays", e);
            }
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
                            "Prepared fast starts%s in %s: %.0f MiB in %s%n",
                            file == null ? "" : " of " + file,
                            Words.seconds(took),
                            mebibytes,
                            output);
        }
    }

    /** Runs and visits it; what it said, if there is no cache then. */
    private static List<String> make(Path cache, Trained trained, Progress progress)
            throws IOException, InterruptedException {
        if (trained.isSecure()) {
            // Only for its certificates: the library that makes them has signed jars, which each
            // start by a cache with classes of it would verify.
            run(Background.java(System.getProperty("java.class.path")), trained, progress);
        }
        // No jar that is not there at each start: the cache would not fit.
        List<String> watched = Background.java(HelidonServices.jar().toString());
        watched.add(1, "-XX:AOTCacheOutput=" + cache.toAbsolutePath());
        return run(watched, trained, progress);
    }

    private static List<String> run(List<String> command, Trained trained, Progress progress)
            throws IOException, InterruptedException {
        Path directory = trained.directory();
        command.addAll(List.of("run", trained.file().toString(), "--json"));
        Path log = directory.resolve("log");
        ProcessBuilder watched =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        // What is said around a server that people use is none of its business: ports, files, whom
        // to tell that it serves. The options of the JVM are among the words already.
        command.removeIf(AotCommand::isOfAnother);
        command.add(1, "-D" + Trained.PROPERTY + "=true");
        watched.environment().keySet().removeIf(AotCommand::isOfAnother);
        Process process = watched.start();
        try {
            Optional<RunState> state = served(process, directory, progress);
            if (state.isPresent()) {
                new Visit(directory).all(state.get().listeners());
            } else if (isInterrupted(process)) {
                throw new InterruptedException("what was watched has been ended");
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

    /** Ctrl-C goes to both, and this process may hear of it a little later. */
    private static boolean isInterrupted(Process process) {
        return !process.isAlive()
                && Stream.of(StopSignals.Stop.values())
                        .anyMatch(stop -> stop.exitCode() == process.exitValue());
    }

    private static boolean isOfAnother(String word) {
        return OF_ANOTHER.stream().anyMatch(word::startsWith);
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
