package dev.serve.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
            ConnectionsCommand.class,
            TopCommand.class,
            AotCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it went well, also when a signal ended it",
            "1:it failed",
            "2:wrong usage, or a configuration that cannot be used"
        })
public final class Main implements Runnable {

    /** What the exit codes of a command are listed under, in its help. */
    static final String EXIT_CODES = "%nExit codes:%n";

    @Spec private @Nullable CommandSpec spec;

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Logging.configure(null);
        System.exit(StraightRun.of(arguments).orElseGet(() -> parsed(arguments)));
    }

    private static int parsed(String[] arguments) {
        CommandLine command = command();
        int code = command.execute(arguments);
        command.getOut().flush();
        command.getErr().flush();
        return code;
    }

    /** The command, as this process speaks. */
    static CommandLine command() {
        return command(
                        Style.of(Terminal.Stream.OUT, System.getenv()),
                        Style.of(Terminal.Stream.ERR, System.getenv()))
                .setOut(Console.writer(System.out))
                .setErr(Console.writer(System.err));
    }

    /**
     * The command.
     *
     * @param style of standard output
     * @param errors of standard error
     */
    static CommandLine command(Style style, Style errors) {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(Terminal.isAt(Terminal.Stream.OUT, System.getenv()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(style.on() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(
                        (error, command, parsed) ->
                                new Failure(errors).report(error, command.getErr()));
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
