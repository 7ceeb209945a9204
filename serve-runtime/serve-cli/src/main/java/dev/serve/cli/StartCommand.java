package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve start}: runs a server in the background, and returns when it serves. */
@Command(
        name = "start",
        description =
                "Runs a server in the background, one a directory; returns when it serves. What it prints is in run/serve.log.",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:it serves",
            "1:one runs here already; it ended, or did not serve in time and was ended",
            "2:wrong usage, or a configuration that cannot be used; nothing has been started"
        })
final class StartCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Mixin private Launch launch = new Launch();

    @Mixin private Patience patience = new Patience();

    /** Constructed by picocli. */
    StartCommand() {}

    /** What it was given. */
    Launch launch() {
        return launch;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.configure(launch.profile());
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        if (holder.isPresent()) {
            throw already(holder.get());
        }
        check(launch.lasting());
        return start(files, launch.arguments(), patience, console);
    }

    /**
     * Says here what is wrong with it, and not in a log.
     *
     * @throws dev.serve.api.config.ConfigException with everything that is wrong
     */
    static void check(ConfigInput config) {
        Server.builder().config(config).build().stop();
    }

    private static CommandFailure already(ProcessHandle holder) {
        return new CommandFailure(
                "A server runs in this directory already: process " + holder.pid() + ".");
    }

    /** Starts it and says what came of it; the exit code. */
    static int start(RunFiles files, List<String> arguments, Patience patience, Console console)
            throws IOException, InterruptedException {
        PrintWriter err = console.err();
        try (Progress progress = console.progress("Starting")) {
            Background.Outcome outcome =
                    new Background(files, arguments).start(patience.atMost(), progress);
            progress.clear();
            return switch (outcome) {
                case Background.Outcome.Serves(RunState state) -> {
                    if (console.json()) {
                        console.tell(StatusJson.of(state));
                    } else {
                        console.out()
                                .println(
                                        console.style().good("Process " + state.pid() + " serves")
                                                + " "
                                                + state.file()
                                                + ", after "
                                                + Words.seconds(progress.took())
                                                + "; it prints to "
                                                + files.log()
                                                + ".");
                        int names =
                                state.listeners().stream()
                                        .mapToInt(each -> each.name().length())
                                        .max()
                                        .orElse(0);
                        state.listeners().forEach(each -> console.out().println(line(each, names)));
                    }
                    yield CommandLine.ExitCode.OK;
                }
                case Background.Outcome.Ended(int code, List<String> said) -> {
                    Optional<ProcessHandle> holder = files.holder();
                    if (holder.isPresent()) {
                        // Started at the same time, and was first; what is in the log is its.
                        throw already(holder.get());
                    }
                    said.forEach(err::println);
                    err.println(
                            console.errorStyle()
                                    .bad("It did not start; it printed to " + files.log() + "."));
                    yield code == 0 ? CommandLine.ExitCode.SOFTWARE : code;
                }
                case Background.Outcome.Late(long pid, List<String> said) -> {
                    said.forEach(err::println);
                    err.println(
                            console.errorStyle()
                                    .bad(
                                            "Process "
                                                    + pid
                                                    + " did not serve within "
                                                    + patience.atMost().toSeconds()
                                                    + " s, and was ended."));
                    yield CommandLine.ExitCode.SOFTWARE;
                }
            };
        }
    }

    private static String line(RunState.Listening listener, int names) {
        return "  "
                + listener.name()
                + " ".repeat(names - listener.name().length() + 2)
                + (listener.socket().isEmpty() ? listener.url() : listener.address());
    }
}
