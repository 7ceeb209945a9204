package dev.serve.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code serve restart}: stops the server of this directory and starts it again, unless its
 * configuration has become one that cannot be used.
 */
@Command(
        name = "restart",
        description =
                "Stops the server of this directory and starts it in the background; without FILE and options, as it was started.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it serves",
            "1:it could not be stopped; it ended, or did not serve in time and was ended",
            "2:wrong usage, or a configuration that cannot be used; nothing has been stopped"
        })
final class RestartCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Mixin private Launch launch = new Launch();

    @Mixin private Patience patience = new Patience();

    /** Constructed by picocli. */
    RestartCommand() {}

    /** What it was given. */
    Launch launch() {
        return launch;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        Optional<RunState> state =
                launch.arguments().isEmpty() && holder.isPresent()
                        ? files.state(holder.get())
                        : Optional.empty();
        if (state.isPresent()) {
            asStarted(state.get());
            // What is in lib/ beside that file is not on the class path here.
            Preflight.check(launch.lasting());
        } else {
            StartCommand.check(launch.lasting());
        }
        if (holder.isPresent()) {
            Ending.Ended ended = new Ending(files, holder.get()).usual(console);
            if (ended.isWell()) {
                (console.json() ? console.err() : console.out()).println(ended.text());
            } else {
                console.err().println(console.errorStyle().bad(ended.text()));
            }
            if (files.holder().isPresent()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return StartCommand.start(files, launch.arguments(), patience, console);
    }

    /** From here on the command has been given what the server was started with. */
    private void asStarted(RunState state) {
        List<String> arguments = new ArrayList<>(state.arguments());
        arguments.addAll(patience.arguments());
        if (console.json()) {
            arguments.add("--json");
        }
        console.command().parseArgs(arguments.toArray(String[]::new));
    }
}
