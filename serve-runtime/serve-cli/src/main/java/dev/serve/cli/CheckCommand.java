package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigDump;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import dev.serve.config.TlsFiles;
import io.helidon.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code serve check}: reads a configuration as {@code run} would and binds nothing. Says
 * everything that is wrong, and which keys and certificates a start would miss.
 */
@Command(
        name = "check",
        description =
                "Says what is wrong with a configuration, else what is in force; starts nothing.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {"0:it can be used, warnings or none", "2:it cannot, or wrong usage"})
final class CheckCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Mixin private Input input = new Input();

    /** Constructed by picocli. */
    CheckCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = console.out();
        Style style = console.style();
        Logging.configure(input.profile());
        ConfigInput config = input.lasting();
        if (console.json()) {
            return inJson(config);
        }
        ConfigSnapshot snapshot = checked(config);
        ConfigDump.lines(snapshot)
                .forEach(line -> out.println(line.endsWith("# default") ? style.dim(line) : line));
        List<Problem> unreadable = TlsFiles.unreadable(snapshot);
        warnings(snapshot, unreadable)
                .forEach(warning -> out.println(style.warning("warning: " + warning)));
        out.println(
                style.good(input.chosen() + " can be used")
                        + ", profile "
                        + snapshot.profile().name().toLowerCase(Locale.ROOT)
                        + (unreadable.isEmpty() ? "." : awaited(snapshot.config().application())));
        return CommandLine.ExitCode.OK;
    }

    private static String awaited(@Nullable String application) {
        return ", once the keys and certificates it names can be read"
                + (application == null
                        ? "."
                        : "; application " + application + " may make them at its start.");
    }

    /** A start may find keys that a check does not; so they are no problems here. */
    private static List<Problem> warnings(ConfigSnapshot snapshot, List<Problem> unreadable) {
        return Stream.concat(snapshot.warnings().stream(), unreadable.stream()).sorted().toList();
    }

    private static ConfigSnapshot checked(ConfigInput config) {
        // Built, not started: applications, protocols and routes that do not fit are problems too.
        Server.builder().config(config).build().stop();
        return ConfigLoader.load(config, ServerConfig.builder().build(), Set.of());
    }

    private int inJson(ConfigInput config) {
        try {
            ConfigSnapshot snapshot = checked(config);
            console.tell(
                    JsonObject.builder()
                            .set("usable", true)
                            .set("profile", snapshot.profile().name().toLowerCase(Locale.ROOT))
                            .setStrings(
                                    "warnings",
                                    Words.texts(warnings(snapshot, TlsFiles.unreadable(snapshot))))
                            .setValues(
                                    "values",
                                    ConfigDump.entries(snapshot).stream()
                                            .map(CheckCommand::object)
                                            .toList()));
            return CommandLine.ExitCode.OK;
        } catch (ConfigException e) {
            console.tell(
                    JsonObject.builder()
                            .set("usable", false)
                            .setStrings("problems", Words.texts(e.problems())));
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static JsonObject object(ConfigDump.Entry entry) {
        return JsonObject.builder()
                .set("key", entry.key())
                .set("value", entry.value())
                .set("origin", entry.origin())
                .build();
    }
}
