package dev.serve.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve reload}: has a running server take its configuration anew, by SIGHUP. */
@Command(
        name = "reload",
        description =
                "Has the server of this directory take its configuration anew, and says what came of it.")
final class ReloadCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 20;
    private static final int PATIENCE_SECONDS = 30;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description =
                    "The process, else the one that serves this directory; it says itself what came of it.")
    private @Nullable Long pid;

    @Option(names = "--json", description = "Says what came of it as one line of JSON.")
    private boolean json;

    /** Constructed by picocli. */
    ReloadCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter err = spec.commandLine().getErr();
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> process = pid == null ? files.holder() : ProcessHandle.of(pid);
        if (process.isEmpty() || (pid != null && !isServe(process.get()))) {
            err.println(
                    pid == null
                            ? "No server runs in this directory."
                            : "Process "
                                    + pid
                                    + (process.isEmpty() ? " is gone." : " is no server."));
            return CommandLine.ExitCode.SOFTWARE;
        }
        Optional<RunState> before = files.state(process.get());
        if (before.isEmpty() && pid == null) {
            err.println("Process " + process.get().pid() + " is starting.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (!hangUp(process.get())) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        return before.isEmpty()
                ? asked(process.get())
                : outcome(files, process.get(), before.get());
    }

    private static boolean hangUp(ProcessHandle process) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    /** Of a server that serves another directory nobody hears what came of it. */
    private int asked(ProcessHandle process) {
        out().println(
                        json
                                ? ChangeJson.object("pid", Long.toString(process.pid()))
                                : "Process "
                                        + process.pid()
                                        + " takes its configuration anew, and says itself what came of it.");
        return CommandLine.ExitCode.OK;
    }

    private int outcome(RunFiles files, ProcessHandle process, RunState before)
            throws IOException, InterruptedException {
        Style style = Style.of(System.getenv());
        try (Progress progress = new Progress("Reloading", err(), style)) {
            while (progress.took().toSeconds() < PATIENCE_SECONDS && !isGone(process)) {
                Optional<RunState> now =
                        files.state(process)
                                .filter(
                                        state ->
                                                state.reloads().count() > before.reloads().count());
                if (now.isPresent()) {
                    progress.clear();
                    return said(now.get());
                }
                progress.goesOn();
            }
        }
        err().println("Process " + process.pid() + " does not say what came of it.");
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Waits a moment for it. */
    private static boolean isGone(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a process cannot be waited for", e);
        }
    }

    private int said(RunState state) {
        boolean taken = state.reloads().taken();
        if (json) {
            out().println(
                            ChangeJson.object(
                                    "pid", Long.toString(state.pid()),
                                    "taken", Boolean.toString(taken),
                                    "version", Long.toString(state.version()),
                                    "said", ChangeJson.texts(state.reloads().said())));
        } else {
            state.reloads().said().forEach(line -> (taken ? out() : err()).println(line));
        }
        return taken ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private PrintWriter out() {
        return command().getOut();
    }

    private PrintWriter err() {
        return command().getErr();
    }

    private CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        return spec.commandLine();
    }

    /**
     * SIGHUP ends most other processes; where nothing can be told of one, its number is trusted.
     */
    private static boolean isServe(ProcessHandle process) {
        return words(process).map(line -> line.contains(Main.class.getName())).orElse(true);
    }

    /** Linux tells the JVM only the first 4 KiB of a command, which a class path fills. */
    private static Optional<String> words(ProcessHandle process) {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")));
        } catch (IOException e) {
            return process.info().commandLine();
        }
    }
}
