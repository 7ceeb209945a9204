package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;

/** {@code serve help}: what the command can do, or one of its commands; in JSON for tools. */
@Command(
        name = "help",
        helpCommand = true,
        description = "Says what the command can do, or what one of its commands can.")
final class HelpCommand implements Callable<Integer> {

    @Mixin private Console console = new Console();

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            completionCandidates = Names.class,
            description = "All without this.")
    private @Nullable String name;

    /** Constructed by picocli. */
    HelpCommand() {}

    /** Of all commands. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            for (Class<?> each : command(Main.class).subcommands()) {
                add(command(each).name());
            }
        }

        private static Command command(Class<?> type) {
            return Objects.requireNonNull(type.getAnnotation(Command.class), type::getName);
        }
    }

    @Override
    public Integer call() {
        CommandLine all = console.command().getParent();
        CommandLine asked = name == null ? all : all.getSubcommands().get(name);
        if (asked == null) {
            throw console.wrong(
                    "There is no command \""
                            + name
                            + "\" (expected: "
                            + String.join(", ", all.getSubcommands().keySet())
                            + ").");
        }
        if (console.json()) {
            console.tell(json(asked.getCommandSpec()));
        } else {
            asked.usage(console.out(), all.getColorScheme());
        }
        return CommandLine.ExitCode.OK;
    }

    private static JsonObject.Builder json(CommandSpec command) {
        List<JsonObject> codes = new ArrayList<>();
        command.usageMessage()
                .exitCodeList()
                .forEach(
                        (code, meaning) ->
                                codes.add(
                                        JsonObject.builder()
                                                .set("code", Integer.parseInt(code.strip()))
                                                .set("meaning", meaning)
                                                .build()));
        return JsonObject.builder()
                .set("name", command.qualifiedName())
                .set("description", text(command.usageMessage().description()))
                .setValues(
                        "options",
                        command.options().stream()
                                .filter(option -> !option.hidden())
                                .map(HelpCommand::json)
                                .toList())
                .setValues(
                        "parameters",
                        command.positionalParameters().stream().map(HelpCommand::json).toList())
                .setValues(
                        "commands",
                        command.subcommands().values().stream()
                                .map(each -> brief(each.getCommandSpec()))
                                .toList())
                .setValues("exitCodes", codes);
    }

    private static JsonObject json(OptionSpec option) {
        JsonObject.Builder object =
                JsonObject.builder()
                        .setStrings("names", List.of(option.names()))
                        .set("description", text(option.description()));
        if (option.arity().max() > 0) {
            object.set("value", option.paramLabel());
        }
        return object.build();
    }

    private static JsonObject json(PositionalParamSpec parameter) {
        return JsonObject.builder()
                .set("name", parameter.paramLabel())
                .set("required", parameter.required())
                .set("description", text(parameter.description()))
                .build();
    }

    private static JsonObject brief(CommandSpec command) {
        return JsonObject.builder()
                .set("name", command.name())
                .set("description", text(command.usageMessage().description()))
                .build();
    }

    private static String text(String... lines) {
        return String.join("\n", lines);
    }
}
