package dev.serve.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code serve completion}: a script by which a shell completes commands, options and words. */
@Command(
        name = "completion",
        description = "Prints a script for bash or zsh: source <(./serve completion)")
final class CompletionCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    /** Constructed by picocli. */
    CompletionCommand() {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().println(AutoComplete.bash(root.getCommandName(), root));
        return CommandLine.ExitCode.OK;
    }
}
