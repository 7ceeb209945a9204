package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        assertThat(execute("help")).isZero();
        assertThat(out.toString()).contains("run", "check", "Exit codes: 0 well");
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
                        "commands=\"run check plan start stop restart reload status completion help");
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
    void aFileThatIsNotThereIsWrongUsage() {
        assertThat(execute("run", "no-such.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such.yaml is not a file that can be read");
    }

    private int execute(String... arguments) {
        CommandLine command = Main.command(new Style(false));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
