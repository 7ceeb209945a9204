package dev.serve.cli;

import dev.serve.api.Server;
import java.io.PrintWriter;
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
@Command(name = "check", description = "Says what is wrong with a configuration; starts nothing.")
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
        Logging.configure(input.profile());
        Server server = Server.builder().config(input.config()).build();
        out.println(input.chosen() + " can be used: " + server.listeners().size() + " listeners.");
        return 0;
    }
}
