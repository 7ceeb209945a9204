package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigDump;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
        ConfigSnapshot snapshot =
                ConfigLoader.load(config, ServerConfig.builder().build(), Set.of());
        // Built, not started: applications, protocols and routes that do not fit are found here.
        Server.builder().config(config).build();
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
}
