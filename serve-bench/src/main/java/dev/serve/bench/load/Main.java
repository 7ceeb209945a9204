package dev.serve.bench.load;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures our server beside raw Helidon: {@code java -cp serve-bench.jar dev.serve.bench.load.Main
 * load}. Everything stays on loopback. Exit codes: 0 measured, 1 failed, 2 wrong usage.
 */
@Command(
        name = "bench",
        description = "Measures Serve beside raw Helidon.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LoadCommand.class,
            H2Command.class,
            StartCommand.class,
            SwapCommand.class,
            ApplyCommand.class,
            ChangesCommand.class,
            IdleCommand.class,
            CallsCommand.class,
            HandshakeCommand.class,
            WsCommand.class,
            GrpcCommand.class,
            WsIdleCommand.class,
            WatchCommand.class,
            LateCommand.class
        })
public final class Main implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Which command? One of load, h2, start, swap, apply, changes, idle, calls,"
                            + " handshake, ws, grpc, ws-idle, watch, late.");
        }
    }
}
