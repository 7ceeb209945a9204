package dev.serve.cli;

import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code serve restart}: stops the server of this directory and starts it again, unless its
 * configuration has become one that cannot be used.
 */
@Command(
        name = "restart",
        description =
                "Stops the server of this directory and starts it in the background; without FILE and options, as it was started.")
final class RestartCommand implements Callable<Integer> {

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
    RestartCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RunFiles files = RunFiles.here();
        Optional<ProcessHandle> holder = files.holder();
        List<String> arguments = new ArrayList<>(input.arguments());
        arguments.addAll(manner.arguments());
        Duration atMost = Duration.ofSeconds(timeout);
        boolean inJson = json;
        if (arguments.isEmpty() && holder.isPresent()) {
            files.state(holder.get()).ifPresent(state -> arguments.addAll(state.arguments()));
            // From here on input has what the server was started with. What is in lib/ beside that
            // file is not on the class path here, so the file alone is looked at.
            spec.commandLine().parseArgs(arguments.toArray(String[]::new));
            ConfigLoader.load(input.config(), ServerConfig.builder().build(), Set.of());
        } else {
            StartCommand.check(input.config());
        }
        if (holder.isPresent()) {
            int code = StopCommand.stop(files, holder.get(), null, false, inJson ? err : out, err);
            if (files.holder().isPresent()) {
                return code;
            }
        }
        return StartCommand.start(files, arguments, atMost, inJson, out, err);
    }
}
