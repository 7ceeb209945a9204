package dev.serve.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve stop}: ends the server of this directory. */
@Command(
        name = "stop",
        description =
                "Stops the server of this directory: it lets what is in flight finish, and is killed after the deadline.")
final class StopCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long it may take before it is killed; without this, its shutdown.timeout and 10 s.")
    private @Nullable Long timeout;

    @Option(names = "--json", description = "Says what came of it as one line of JSON.")
    private boolean json;

    /** Constructed by picocli. */
    StopCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        if (holder.isEmpty()) {
            out.println(
                    json
                            ? ChangeJson.object("outcome", ChangeJson.text("none"))
                            : "No server runs in this directory.");
            return CommandLine.ExitCode.OK;
        }
        return stop(
                files,
                holder.get(),
                timeout == null ? null : Duration.ofSeconds(timeout),
                json,
                out,
                err);
    }

    /** Stops it and says what came of it; the exit code. */
    static int stop(
            RunFiles files,
            ProcessHandle process,
            @Nullable Duration deadline,
            boolean json,
            PrintWriter out,
            PrintWriter err)
            throws IOException, InterruptedException {
        Style style = Style.of(System.getenv());
        long begun = System.nanoTime();
        Ending ending = new Ending(files, process);
        Duration atMost = deadline == null ? ending.usual() : deadline;
        Ending.Outcome outcome = ending.within(atMost, err, style);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        boolean well = outcome == Ending.Outcome.STOPPED;
        if (json) {
            out.println(
                    ChangeJson.object(
                            "outcome",
                            ChangeJson.text(outcome.name().toLowerCase(Locale.ROOT)),
                            "pid",
                            Long.toString(process.pid()),
                            "milliseconds",
                            Long.toString(took.toMillis())));
        } else {
            String text = "Process " + process.pid() + " " + words(outcome, atMost, took);
            (well ? out : err).println(well ? text : style.bad(text));
        }
        return well ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String words(Ending.Outcome outcome, Duration atMost, Duration took) {
        return switch (outcome) {
            case STOPPED -> "stopped in " + Words.seconds(took) + ".";
            case KILLED -> "did not stop within " + Words.seconds(atMost) + ", and was killed.";
            case FORBIDDEN -> "belongs to another user, who may stop it.";
        };
    }
}
