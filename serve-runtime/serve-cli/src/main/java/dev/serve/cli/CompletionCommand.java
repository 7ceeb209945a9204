package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code serve completion}: a script by which a shell completes commands, options and words. */
@Command(
        name = "completion",
        description = {
            "Prints a script by which a shell completes commands and options.",
            "",
            "bash: source <(./serve completion)",
            "zsh:  autoload -U +X compinit && compinit; source <(./serve completion zsh)",
            "fish: ./serve completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES}; bash without this.")
    private ShellName shell = ShellName.BASH;

    /** Constructed by picocli. */
    CompletionCommand() {}

    /** The shells; bash's script is zsh's too. */
    private enum ShellName {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        CommandLine root = console.command().getCommandSpec().root().commandLine();
        String script =
                switch (shell) {
                    case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root) + "\n";
                    case FISH -> FishCompletion.of(root.getCommandSpec());
                };
        if (console.json()) {
            console.tell(JsonObject.builder().set("shell", shell.toString()).set("script", script));
        } else {
            console.out().print(script);
        }
        return CommandLine.ExitCode.OK;
    }
}
