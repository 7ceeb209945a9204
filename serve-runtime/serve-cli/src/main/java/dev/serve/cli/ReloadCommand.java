package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve reload}: has a running server take its configuration anew, by SIGHUP. */
@Command(
        name = "reload",
        description =
                "Has the server of this directory take its configuration anew, and says what came of it.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:the configuration is in force",
            "1:none runs here, it is starting, or the change was refused; nothing has changed then",
            "2:wrong usage"
        })
final class ReloadCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 20;
    private static final int PATIENCE_SECONDS = 30;

    @Mixin private Console console = new Console();

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description =
                    "The process, else the one that serves this directory; it says itself what came of it.")
    private @Nullable Long pid;

    /** Constructed by picocli. */
    ReloadCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = console.err();
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> process = pid == null ? files.holder() : ProcessHandle.of(pid);
        if (process.isEmpty() || (pid != null && !RunFiles.isServe(process.get()))) {
            err.println(
                    pid == null
                            ? Running.NONE
                            : "Process "
                                    + pid
                                    + (process.isEmpty() ? " is gone." : " is no server."));
            return CommandLine.ExitCode.SOFTWARE;
        }
        Optional<RunState> before = files.state(process.get());
        if (before.isEmpty() && pid == null) {
            err.println(Running.starting(process.get().pid()));
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
        if (console.json()) {
            console.tell(JsonObject.builder().set("pid", process.pid()));
        } else {
            console.out()
                    .println(
                            "Process "
                                    + process.pid()
                                    + " takes its configuration anew, and says itself what came of it.");
        }
        return CommandLine.ExitCode.OK;
    }

    private int outcome(RunFiles files, ProcessHandle process, RunState before)
            throws IOException, InterruptedException {
        try (Progress progress = console.progress("Reloading")) {
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
        console.err().println("Process " + process.pid() + " does not say what came of it.");
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
        List<String> said = state.reloads().said();
        if (console.json()) {
            console.tell(
                    JsonObject.builder()
                            .set("pid", state.pid())
                            .set("taken", taken)
                            .set("version", state.version())
                            .setStrings("said", said));
        } else {
            said.forEach((taken ? console.out() : console.err())::println);
        }
        return taken ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
