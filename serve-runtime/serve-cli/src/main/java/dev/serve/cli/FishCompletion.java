package dev.serve.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A script by which fish completes the command; picocli writes one for bash and zsh alone. */
final class FishCompletion {

    private FishCompletion() {}

    static String of(CommandSpec root) {
        String name = root.name();
        StringBuilder script = new StringBuilder("# fish completion of " + name + "\n");
        root.subcommands()
                .forEach(
                        (word, command) -> {
                            CommandSpec spec = command.getCommandSpec();
                            line(script, name, "__fish_use_subcommand")
                                    .append(" -f -a ")
                                    .append(word)
                                    .append(described(spec.usageMessage().description()))
                                    .append('\n');
                            spec.options().stream()
                                    .filter(option -> !option.hidden())
                                    .forEach(option -> option(script, name, word, option));
                            parameters(script, name, word, spec.positionalParameters());
                        });
        return script.toString();
    }

    private static StringBuilder line(StringBuilder script, String name, String when) {
        return script.append("complete -c ").append(name).append(" -n ").append(Shell.quoted(when));
    }

    private static void option(StringBuilder script, String name, String word, OptionSpec option) {
        line(script, name, "__fish_seen_subcommand_from " + word)
                .append(" -l ")
                .append(option.longestName().substring(2));
        if (option.arity().max() > 0) {
            // What is not one of a few words may be a file.
            script.append(" -r");
            if (option.completionCandidates() != null) {
                script.append(" -f -a ")
                        .append(Shell.quoted(String.join(" ", option.completionCandidates())));
            }
        }
        script.append(described(option.description())).append('\n');
    }

    /** Words, or nothing; what is neither may be a file, as fish has it by itself. */
    private static void parameters(
            StringBuilder script, String name, String word, List<PositionalParamSpec> parameters) {
        List<String> words = new ArrayList<>();
        for (PositionalParamSpec parameter : parameters) {
            if (parameter.completionCandidates() == null) {
                return;
            }
            parameter.completionCandidates().forEach(words::add);
        }
        line(script, name, "__fish_seen_subcommand_from " + word)
                .append(" -f")
                .append(words.isEmpty() ? "" : " -a " + Shell.quoted(String.join(" ", words)))
                .append('\n');
    }

    private static String described(String[] lines) {
        return lines.length == 0 ? "" : " -d " + Shell.quoted(lines[0]);
    }
}
