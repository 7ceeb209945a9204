package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigDump;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import java.io.PrintWriter;
import java.util.Locale;
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
 * {@code serve check}: reads a configuration as {@code run} would and binds nothing. Says
 * everything that is wrong.
 */
@Command(
        name = "check",
        description =
                "Says what is wrong with a configuration, else what is in force; starts nothing.")
final class CheckCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Mixin private Input input = new Input();

    @Option(names = "--json", description = "Says it as one line of JSON.")
    private boolean json;

    /** Constructed by picocli. */
    CheckCommand() {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        Style style = Style.of(System.getenv());
        Logging.configure(input.profile());
        ConfigInput config = input.config();
        if (json) {
            return inJson(config, out);
        }
        ConfigSnapshot snapshot = checked(config);
        ConfigDump.lines(snapshot)
                .forEach(line -> out.println(line.endsWith("# default") ? style.dim(line) : line));
        snapshot.warnings().forEach(warning -> out.println(style.warning("warning: " + warning)));
        out.println(
                style.good(input.chosen() + " can be used")
                        + ", profile "
                        + snapshot.profile().name().toLowerCase(Locale.ROOT)
                        + ".");
        return 0;
    }

    private static ConfigSnapshot checked(ConfigInput config) {
        ConfigSnapshot snapshot =
                ConfigLoader.load(config, ServerConfig.builder().build(), Set.of());
        // Built, not started: applications, protocols and routes that do not fit are found here.
        Server.builder().config(config).build().stop();
        return snapshot;
    }

    private static int inJson(ConfigInput config, PrintWriter out) {
        try {
            ConfigSnapshot snapshot = checked(config);
            out.println(
                    ChangeJson.object(
                            "usable", "true",
                            "profile",
                                    ChangeJson.text(
                                            snapshot.profile().name().toLowerCase(Locale.ROOT)),
                            "warnings", ChangeJson.texts(snapshot.warnings()),
                            "values",
                                    ConfigDump.entries(snapshot).stream()
                                            .map(CheckCommand::object)
                                            .collect(Collectors.joining(",", "[", "]"))));
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            out.println(
                    ChangeJson.object(
                            "usable", "false", "problems", ChangeJson.texts(e.problems())));
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static String object(ConfigDump.Entry entry) {
        return ChangeJson.object(
                "key", ChangeJson.text(entry.key()),
                "value", ChangeJson.text(entry.value()),
                "origin", ChangeJson.text(entry.origin()));
    }
}
