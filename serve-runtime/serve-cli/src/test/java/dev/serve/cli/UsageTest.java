package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.json.JsonObject;
import io.helidon.json.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        assertThat(execute("help")).isZero();
        assertThat(out.toString()).contains("run", "check", "Exit codes:", "it went well");
    }

    @Test
    void helpOfACommandIsItsOwnUsage() {
        assertThat(execute("help", "stop")).isZero();
        assertThat(out.toString()).startsWith("Usage: serve stop").contains("--timeout=SECONDS");
    }

    @Test
    void helpIsToldInJsonToo() {
        assertThat(execute("help", "--json")).isZero();
        JsonObject all = JsonParser.create(out.toString()).readJsonObject();
        assertThat(all.stringValue("name", "")).isEqualTo("serve");
        assertThat(Json.objects(all, "commands"))
                .extracting(command -> command.stringValue("name", ""))
                .contains("run", "check", "help");
        out.getBuffer().setLength(0);

        assertThat(execute("help", "completion", "--json")).isZero();
        assertThat(out.toString())
                .contains(
                        "\"name\":\"serve completion\"",
                        "{\"names\":[\"--json\"],\"description\":\"Says what",
                        "{\"name\":\"SHELL\",\"required\":false,\"description\":\"bash, zsh, fish; bash",
                        "{\"code\":0,\"meaning\":\"it went well");
    }

    @Test
    void helpOfNoCommandNamesTheKnownOnes() {
        assertThat(execute("help", "stopp")).isEqualTo(2);
        assertThat(err.toString()).contains("\"stopp\"", "start, stop, restart");
    }

    @Test
    void everyCommandThatDoesSomethingSaysWhatItsExitCodesMean() {
        Main.command(new Style(false), new Style(false))
                .getSubcommands()
                .forEach(
                        (name, command) ->
                                assertThat(command.getUsageMessage())
                                        .as(name)
                                        .containsOnlyOnce("Exit codes:"));
    }

    @Test
    void theVersionIsSaidWithTheJavaItRunsOn() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).contains("serve ").contains("Java 25");
    }

    @Test
    void aShellCompletesEveryCommandAndTheProfiles() {
        assertThat(execute("completion")).isZero();
        assertThat(out.toString())
                .contains("complete -F _complete_serve", "DEVELOPMENT")
                .containsPattern(
                        "commands=\"run check plan start stop restart reload status connections top aot completion help");
    }

    @Test
    void fishCompletesThemToo() {
        assertThat(execute("completion", "fish")).isZero();
        assertThat(out.toString().lines())
                .allMatch(line -> line.startsWith("complete -c serve -n ") || line.startsWith("#"))
                .anyMatch(
                        line -> line.contains("__fish_use_subcommand -f -a connections -d 'Lists"))
                .anyMatch(
                        line ->
                                line.contains("'__fish_seen_subcommand_from run' -l profile -r")
                                        && line.contains("-a 'DEVELOPMENT PRODUCTION TESTING'"))
                .anyMatch(
                        line ->
                                line.contains("'__fish_seen_subcommand_from connections' -l mode")
                                        && line.contains("-a 'drain abort interrupt'"))
                .noneMatch(line -> line.contains("-l alone"));
    }

    @Test
    void aCompletionScriptIsToldInJsonToo() {
        assertThat(execute("completion", "zsh", "--json")).isZero();
        JsonObject told = JsonParser.create(out.toString()).readJsonObject();
        assertThat(told.stringValue("shell", "")).isEqualTo("zsh");
        assertThat(told.stringValue("script", "")).contains("complete -F _complete_serve");
    }

    @Test
    void aShellThatIsNotKnownIsWrongUsage() {
        assertThat(execute("completion", "csh")).isEqualTo(2);
        assertThat(err.toString()).contains("csh").contains("BASH, ZSH, FISH");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("Which command?");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(execute("run", "--portt", "80")).isEqualTo(2);
        assertThat(err.toString()).contains("--portt");
    }

    @Test
    void anUnknownProfileIsWrongUsageAndTheKnownOnesAreNamed() {
        assertThat(execute("run", "--profile", "prod")).isEqualTo(2);
        assertThat(err.toString()).contains("prod").containsIgnoringCase("production");
    }

    @Test
    void anOverrideWithoutAValueIsWrongUsage() {
        assertThat(execute("run", "--set", "listeners.web.port")).isEqualTo(2);
        assertThat(err.toString()).contains("KEY=VALUE");
    }

    @Test
    void aTimeThatIsLessThanNothingIsWrongUsage() {
        for (String command : List.of("start", "restart", "stop")) {
            err.getBuffer().setLength(0);
            assertThat(execute(command, "--timeout", "-1")).as(command).isEqualTo(2);
            assertThat(err.toString())
                    .contains("--timeout", "\"-1\" (expected: seconds, 0 or more)");
        }
        assertThat(execute("stop", "--timeout", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("\"soon\" (expected: seconds, 0 or more)");
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        assertThat(execute("run", "no-such.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such.yaml is not a file that can be read");
    }

    private int execute(String... arguments) {
        CommandLine command = Main.command(new Style(false), new Style(false));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
