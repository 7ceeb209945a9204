package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code serve status}: whether the server of this directory runs, how well it says it is, what
 * listens, and whether that answers.
 */
@Command(
        name = "status",
        description =
                "Says whether the server of this directory runs, how well it is and why, and whether each listener answers.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it serves",
            "1:none runs here, it is starting or stopping, a listener does not answer, or its health is down",
            "2:wrong usage"
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Mixin private Credentials credentials = new Credentials();

    /** Constructed by picocli. */
    StatusCommand() {}

    @Override
    public Integer call() throws IOException {
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        if (holder.isEmpty()) {
            if (console.json()) {
                console.tell(JsonObject.builder().set("running", false));
            } else {
                console.out().println(Running.NONE);
            }
            return CommandLine.ExitCode.SOFTWARE;
        }
        Optional<RunState> state = files.state(holder.get());
        if (state.isEmpty()) {
            starting(holder.get().pid());
            return CommandLine.ExitCode.SOFTWARE;
        }
        List<Knock> knocks = state.get().listeners().stream().map(Knock::at).toList();
        Health health = Health.of(state.get(), credentials);
        boolean well =
                knocks.stream().allMatch(Knock::isThere)
                        && !health.isDown()
                        && !state.get().draining();
        if (console.json()) {
            console.tell(StatusJson.of(state.get(), knocks, health, well));
        } else {
            print(state.get(), knocks, health);
        }
        return well ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void starting(long pid) {
        if (console.json()) {
            console.tell(
                    JsonObject.builder()
                            .set("running", true)
                            .set("pid", pid)
                            .set("healthy", false));
        } else {
            console.out().println(Running.starting(pid));
        }
    }

    private void print(RunState state, List<Knock> knocks, Health health) {
        PrintWriter out = console.out();
        Style style = console.style();
        out.println(
                style.bold("Process " + state.pid())
                        + " serves "
                        + state.file()
                        + " for "
                        + Words.age(Duration.between(state.since(), Instant.now()))
                        + ", configuration version "
                        + state.version());
        if (state.draining()) {
            out.println(style.warning("It is stopping, and lets what is in flight finish."));
        }
        JsonObject report = health.report();
        if (report != null) {
            health.text(style).ifPresent(text -> out.println("Health: " + text));
            Json.texts(report, "reasons").forEach(reason -> out.println("  " + reason));
        }
        out.println();
        Table table =
                new Table()
                        .words("LISTENER", 0, style::bold)
                        .words("ADDRESS", 1)
                        .words("ANSWERS", 0, cell -> answered(cell, style))
                        .words("HEALTH", 2, cell -> Health.painted(cell, style))
                        .words("SPEAKS", 3);
        for (int i = 0; i < knocks.size(); i++) {
            RunState.Listening listener = state.listeners().get(i);
            table.row(
                    listener.name(),
                    listener.address(),
                    answer(knocks.get(i), listener),
                    health.of(listener.name()),
                    listener.speaks());
        }
        table.lines(Terminal.size().columns(), style).forEach(out::println);
        if (!health.silence().isEmpty()) {
            out.println();
            out.println("Its health is not known.");
            out.println(style.dim(health.silence()));
        }
    }

    private static String answer(Knock knock, RunState.Listening listener) {
        String failure = knock.failure();
        return failure == null
                ? (Knock.isAsked(listener) ? "answers in " : "accepts in ")
                        + knock.took().toMillis()
                        + " ms"
                : "no: " + failure;
    }

    private static String answered(String cell, Style style) {
        return cell.startsWith("no: ") ? style.bad(cell) : style.good(cell);
    }
}
