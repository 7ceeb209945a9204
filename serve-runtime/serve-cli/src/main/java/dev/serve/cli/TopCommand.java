package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code serve top}: the live counters of the server of this directory, on the whole screen of a
 * terminal or, elsewhere, one after another.
 */
@Command(
        name = "top",
        description =
                "Shows the live counters of the server of this directory once a second; asks its admin listener. Takes the whole screen of a terminal until q or Ctrl-C; elsewhere, with --count or --json, prints them one after another. Latencies and errors are those of the last minute.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it was ended, or has printed as many as asked for",
            "1:no server runs here, it cannot be asked, or it has stopped",
            "2:wrong usage"
        })
final class TopCommand implements Callable<Integer> {

    /** The event of the stream that this is about. */
    static final String COUNTERS = "counters";

    @Mixin private Console console = new Console();

    @Mixin private Credentials credentials = new Credentials();

    @Option(
            names = "--count",
            paramLabel = "COUNT",
            description = "Prints so many and ends; without this it goes on.")
    private @Nullable Integer count;

    private int printed;
    private @Nullable JsonObject before;

    /** Constructed by picocli. */
    TopCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Integer wanted = count;
        if (wanted != null && wanted < 1) {
            throw console.wrong("--count " + wanted + " (expected: at least 1)");
        }
        Running running = Running.here();
        AdminClient admin = AdminClient.of(running.state(), credentials);
        if (wanted == null
                && !console.json()
                && Terminal.isAt(Terminal.Stream.OUT, System.getenv())) {
            new TopScreen(running.state(), credentials, console.style()).show();
            return CommandLine.ExitCode.OK;
        }
        TopView view = new TopView(console.style(), ZoneId.systemDefault());
        admin.watch((event, data) -> print(event, data, running.state(), view));
        if ((wanted != null && printed >= wanted) || console.isUnread()) {
            return CommandLine.ExitCode.OK;
        }
        throw new CommandFailure("Process " + running.process().pid() + " has stopped.");
    }

    /** Prints a moment; whether there is to be another one. */
    private boolean print(String event, JsonObject data, RunState state, TopView view) {
        if (!event.equals(COUNTERS)) {
            return true;
        }
        if (console.json()) {
            console.out().println(data);
        } else {
            if (printed > 0) {
                console.out().println();
            }
            Counters counters = new Counters(data, before);
            view.lines(state, counters, Terminal.size()).forEach(console.out()::println);
        }
        before = data;
        printed++;
        return !console.isUnread() && (count == null || printed < count);
    }
}
