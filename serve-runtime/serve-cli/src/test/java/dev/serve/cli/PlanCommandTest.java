package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlanCommandTest {

    private static final String BEFORE =
            """
            listeners:
              web: { port: 8080, pool: { max-connections: 10 } }
              old: { port: 8081 }
            """;

    private static final String AFTER =
            """
            application: echo
            listeners:
              web: { port: 9090, pool: { max-connections: 20 } }
            shutdown: { timeout: 3s }
            """;

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int plan(String before, String after, String... options) throws IOException {
        Path current = Files.writeString(directory.resolve("serve.yaml"), before);
        Path next = Files.writeString(directory.resolve("next.yaml"), after);
        CommandLine command = Main.command(new Style(false), new Style(false));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 4];
        arguments[0] = "plan";
        arguments[1] = next.toString();
        arguments[2] = "--against";
        arguments[3] = current.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return command.execute(arguments);
    }

    @Test
    void saysEachKeyAndWhatItTakes() throws IOException {
        assertThat(plan(BEFORE, AFTER)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "application: none -> echo (new start)",
                        "listeners.web.port: 8080 -> 9090 (restart)",
                        "listeners.web.pool.max-connections: 10 -> 20 (runtime)",
                        "listeners.old: there -> none (restart)",
                        "shutdown.timeout: 30s -> 3s (runtime)",
                        "5 keys of " + directory.resolve("serve.yaml") + " would change.");
    }

    @Test
    void saysThatNothingWouldChange() throws IOException {
        assertThat(plan(BEFORE, BEFORE)).isZero();
        assertThat(out.toString()).startsWith("Nothing of ");
    }

    @Test
    void scriptsReadOneObject() throws IOException {
        assertThat(plan(BEFORE, BEFORE.replace("10", "11"), "--json")).isZero();
        assertThat(out.toString())
                .endsWith(
                        "\"changes\":[{\"key\":\"listeners.web.pool.max-connections\",\"before\":\"10\",\"after\":\"11\",\"reload\":\"runtime\"}]}\n");
    }

    @Test
    void secretsOfEitherFileAreMasked() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2");
        String file = "listeners: { web: { port: 0, http: { server-header: %s } } }\n";
        assertThat(plan(file.formatted("open"), file.formatted("{ file: " + secret + " }")))
                .isZero();
        assertThat(out.toString())
                .contains("listeners.web.http.server-header: *** -> *** (")
                .doesNotContain("hunter2");
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedWithItsPlaces() throws IOException {
        assertThat(plan(BEFORE, AFTER.replace("9090", "http"))).isEqualTo(2);
        assertThat(err.toString()).contains("next.yaml:3:16: listeners.web.port: \"http\"");
    }
}
