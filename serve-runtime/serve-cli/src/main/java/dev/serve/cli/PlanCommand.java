package dev.serve.cli;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Reload;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigDiff;
import dev.serve.config.ConfigLoader;
import io.helidon.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code serve plan}: what another file would change, compared with what {@code run} takes in this
 * directory. Asks no running server: what that would do is said by {@code run --watch}.
 */
@Command(
        name = "plan",
        description = "Says which keys FILE would change, and what that takes; changes nothing.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it is told, whether something would change or not",
            "2:one of the files cannot be used, or wrong usage"
        })
final class PlanCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Mixin private Input input = new Input();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "What it is compared with, else the file that run takes without a name.")
    private @Nullable Path against;

    /** Constructed by picocli. */
    PlanCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = console.out();
        Style style = console.style();
        Logging.configure(input.profile());
        Path current = against == null ? input.found() : against;
        ServerConfig before = load(input.config(current));
        ServerConfig after = load(input.config());
        ConfigDiff diff = ConfigDiff.between(before, after);
        if (console.json()) {
            console.tell(
                    JsonObject.builder()
                            .set("against", current.toString())
                            .setValues(
                                    "changes",
                                    diff.changes().stream().map(PlanCommand::object).toList()));
            return CommandLine.ExitCode.OK;
        }
        diff.changes().forEach(change -> out.println(line(change, style)));
        int count = diff.changes().size();
        out.println(
                (count == 0 ? "Nothing" : count == 1 ? "1 key" : count + " keys")
                        + " of "
                        + current
                        + " would change.");
        return CommandLine.ExitCode.OK;
    }

    private static ServerConfig load(ConfigInput file) {
        return ConfigLoader.load(file, ServerConfig.builder().build(), Set.of()).config();
    }

    /** Outside listeners there is nothing to build anew but the server. */
    private static String takes(ConfigDiff.Change change) {
        return change.reload() == Reload.RUNTIME
                ? "runtime"
                : change.key().startsWith("listeners.") ? "restart" : "new start";
    }

    private static JsonObject object(ConfigDiff.Change change) {
        return JsonObject.builder()
                .set("key", change.key())
                .set("before", change.before())
                .set("after", change.after())
                .set("reload", takes(change))
                .build();
    }

    private static String line(ConfigDiff.Change change, Style style) {
        boolean runtime = change.reload() == Reload.RUNTIME;
        String reload = "(" + takes(change) + ")";
        return change.key()
                + ": "
                + change.before()
                + " -> "
                + change.after()
                + " "
                + (runtime ? style.good(reload) : style.warning(reload));
    }
}
