package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve start}: runs a server in the background, and returns when it serves. */
@Command(
        name = "start",
        description =
                "Runs a server in the background, one a directory; returns when it serves. What it prints is in run/serve.log.")
final class StartCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Mixin private Input input = new Input();

    @Mixin private Manner manner = new Manner();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long it may take to serve; then it is ended. 60 without this.")
    private long timeout;

    @Option(names = "--json", description = "Says what came of it as one line of JSON.")
    private boolean json;

    /** Constructed by picocli. */
    StartCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        Logging.configure(input.profile());
        List<String> arguments = new ArrayList<>(input.arguments());
        arguments.addAll(manner.arguments());
        RunFiles files = RunFiles.here();
        PrintWriter err = spec.commandLine().getErr();
        Optional<ProcessHandle> holder = files.holder();
        if (holder.isPresent()) {
            err.println(
                    "A server runs in this directory already: process " + holder.get().pid() + ".");
            return CommandLine.ExitCode.SOFTWARE;
        }
        check(input.config());
        return start(
                files,
                arguments,
                Duration.ofSeconds(timeout),
                json,
                spec.commandLine().getOut(),
                err);
    }

    /**
     * Says here what is wrong with it, and not in a log.
     *
     * @throws dev.serve.api.config.ConfigException with everything that is wrong
     */
    static void check(ConfigInput config) {
        Server.builder().config(config).build().stop();
    }

    /** Starts it and says what came of it; the exit code. */
    static int start(
            RunFiles files,
            List<String> arguments,
            Duration atMost,
            boolean json,
            PrintWriter out,
            PrintWriter err)
            throws IOException, InterruptedException {
        Style style = Style.of(System.getenv());
        try (Progress progress = new Progress("Starting", err, style)) {
            Background.Outcome outcome = new Background(files, arguments).start(atMost, progress);
            progress.clear();
            return switch (outcome) {
                case Background.Outcome.Serves(RunState state) -> {
                    out.println(
                            json
                                    ? StatusJson.of(state)
                                    : style.good("Process " + state.pid() + " serves")
                                            + " "
                                            + state.file()
                                            + ", after "
                                            + Words.seconds(progress.took())
                                            + "; it prints to "
                                            + files.log()
                                            + ".");
                    if (!json) {
                        state.listeners()
                                .forEach(
                                        each ->
                                                out.println(
                                                        "  "
                                                                + each.name()
                                                                + "  "
                                                                + (each.socket().isEmpty()
                                                                        ? each.url()
                                                                        : each.address())));
                    }
                    yield CommandLine.ExitCode.OK;
                }
                case Background.Outcome.Ended(int code, List<String> said) -> {
                    said.forEach(err::println);
                    err.println(style.bad("It did not start; it printed to " + files.log() + "."));
                    yield code == 0 ? CommandLine.ExitCode.SOFTWARE : code;
                }
                case Background.Outcome.Late(long pid, List<String> said) -> {
                    said.forEach(err::println);
                    err.println(
                            style.bad(
                                    "Process "
                                            + pid
                                            + " did not serve within "
                                            + atMost.toSeconds()
                                            + " s, and was ended."));
                    yield CommandLine.ExitCode.SOFTWARE;
                }
            };
        }
    }
}
