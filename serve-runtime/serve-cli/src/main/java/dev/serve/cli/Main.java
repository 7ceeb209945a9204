package dev.serve.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code serve} command. Exit codes: 0 it went well, also when a signal ended it; 1 it failed;
 * 2 the command line or the configuration cannot be used.
 */
@Command(
        name = "serve",
        description = "Runs servers that a YAML file describes.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Without FILE, serve.yaml in this directory is taken, else the echo sample's.",
            "Exit codes: 0 well, also when a signal ended it; 1 failed; 2 wrong usage or configuration."
        })
public final class Main implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Logging.configure(null);
        System.exit(command(Style.of(System.getenv())).execute(arguments));
    }

    static CommandLine command(Style style) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(style.on() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(
                        (error, command, parsed) -> new Failure(style).report(error, command));
    }

    /** One line that says what is wrong, and where help is; the whole usage would bury it. */
    private static int wrongUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        command.getErr().println(error.getMessage());
        UnmatchedArgumentException.printSuggestions(error, command.getErr());
        command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Which command? One of "
                            + String.join(", ", spec.commandLine().getSubcommands().keySet())
                            + ".");
        }
    }

    /** The version of the jar that this class is in. */
    static final class Version implements IVersionProvider {

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "in development" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"serve " + text(), "Java " + Runtime.version()};
        }
    }
}
