package dev.serve.cli;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Whether {@code run}, {@code start} or {@code restart} would come to serve, as far as that can be
 * told before. What is wrong, the command says itself.
 */
final class Preflight {

    private Preflight() {}

    /**
     * Looks at a command.
     *
     * @param words its name and its arguments
     */
    static boolean passes(List<String> words) throws IOException {
        try {
            ParseResult parsed =
                    Main.command().parseArgs(words.toArray(String[]::new)).subcommand();
            return !parsed.isUsageHelpRequested()
                    && !parsed.isVersionHelpRequested()
                    && passes(parsed.commandSpec().userObject());
        } catch (ParameterException | ConfigException | CommandFailure e) {
            return false;
        }
    }

    private static boolean passes(Object command) throws IOException {
        switch (command) {
            case RunCommand run -> {
                ConfigInput config = run.launch().config();
                // A pipe can be read but once, and not here.
                if (Files.isRegularFile(config.file())) {
                    check(config);
                }
            }
            case StartCommand start -> {
                if (RunFiles.here().holder().isPresent()) {
                    return false;
                }
                check(start.launch().lasting());
            }
            case RestartCommand restart -> {
                // Without words it is of what runs here, and of that it knows more.
                if (!restart.launch().arguments().isEmpty() || RunFiles.here().holder().isEmpty()) {
                    check(restart.launch().lasting());
                }
            }
            default -> throw new IllegalArgumentException(command + " starts nothing");
        }
        return true;
    }

    /**
     * Of the file alone: jars in lib/ beside it need not be on the class path.
     *
     * @throws ConfigException with everything that is wrong
     */
    static void check(ConfigInput config) {
        ConfigLoader.load(config, ServerConfig.builder().build(), Set.of());
    }
}
