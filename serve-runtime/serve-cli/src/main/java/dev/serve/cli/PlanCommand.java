package dev.serve.cli;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Reload;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigDiff;
import dev.serve.config.ConfigLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code serve plan}: what another file would change, compared with what {@code run} takes in this
 * directory. Asks no running server: what that would do is said by {@code run --watch}.
 */
@Command(
        name = "plan",
        description = "Says which keys FILE would change, and what that takes; changes nothing.")
final class PlanCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Mixin private Input input = new Input();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "What it is compared with, else the file that run takes without a name.")
    private @Nullable Path against;

    @Option(names = "--json", description = "Says it as one line of JSON.")
    private boolean json;

    /** Constructed by picocli. */
    PlanCommand() {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        Style style = Style.of(System.getenv());
        Logging.configure(input.profile());
        Path current = against == null ? input.found() : against;
        ServerConfig before = load(input.config(current));
        ServerConfig after = load(input.config());
        ConfigDiff diff = ConfigDiff.between(before, after);
        if (json) {
            out.println(
                    ChangeJson.object(
                            "against", ChangeJson.text(current.toString()),
                            "changes",
                                    diff.changes().stream()
                                            .map(PlanCommand::object)
                                            .collect(Collectors.joining(",", "[", "]"))));
            return CommandLine.ExitCode.OK;
        }
        diff.changes().forEach(change -> out.println(line(change, style)));
        int count = diff.changes().size();
        out.println(
                (count == 0 ? "Nothing" : count == 1 ? "1 key" : count + " keys")
                        + " of "
                        + current
                        + " would change.");
        return 0;
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

    private static String object(ConfigDiff.Change change) {
        return ChangeJson.object(
                "key", ChangeJson.text(change.key()),
                "before", ChangeJson.text(change.before()),
                "after", ChangeJson.text(change.after()),
                "reload", ChangeJson.text(takes(change)));
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
