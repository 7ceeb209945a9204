package dev.serve.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code serve status}: whether the server of this directory runs, what listens, and whether that
 * answers.
 */
@Command(
        name = "status",
        description =
                "Says whether the server of this directory runs, and whether each listener answers; 1 if one does not.")
final class StatusCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Says it as one line of JSON.")
    private boolean json;

    /** Constructed by picocli. */
    StatusCommand() {}

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        Style style = Style.of(System.getenv());
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        if (holder.isEmpty()) {
            out.println(
                    json
                            ? ChangeJson.object("running", "false")
                            : "No server runs in this directory.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        Optional<RunState> state = files.state(holder.get());
        if (state.isEmpty()) {
            String pid = Long.toString(holder.get().pid());
            out.println(
                    json
                            ? ChangeJson.object("running", "true", "pid", pid, "healthy", "false")
                            : "Process " + pid + " is starting.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        List<Knock> knocks = state.get().listeners().stream().map(Knock::at).toList();
        if (json) {
            out.println(StatusJson.of(state.get(), knocks));
        } else {
            print(state.get(), knocks, out, style);
        }
        return knocks.stream().allMatch(Knock::isThere)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(RunState state, List<Knock> knocks, PrintWriter out, Style style) {
        out.println(
                style.bold("Process " + state.pid())
                        + " serves "
                        + state.file()
                        + " for "
                        + Words.age(Duration.between(state.since(), Instant.now()))
                        + ", configuration version "
                        + state.version());
        out.println();
        int names = width(state.listeners().stream().map(RunState.Listening::name).toList());
        int addresses = width(state.listeners().stream().map(RunState.Listening::address).toList());
        for (int i = 0; i < knocks.size(); i++) {
            RunState.Listening listener = state.listeners().get(i);
            Knock knock = knocks.get(i);
            String fact =
                    knock.failure() == null
                            ? style.good(listener.asked() ? "answers" : "accepts")
                                    + style.dim(" in " + knock.took().toMillis() + " ms")
                            : style.bad("does not answer: " + knock.failure());
            out.println(
                    String.format("%-" + names + "s", listener.name())
                            + "  "
                            + String.format("%-" + addresses + "s", listener.address())
                            + "  "
                            + listener.speaks()
                            + "; "
                            + fact);
        }
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(1);
    }
}
