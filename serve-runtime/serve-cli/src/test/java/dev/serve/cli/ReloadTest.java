package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.cli.CommandProcess.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a terminal, from which another one asks for its configuration anew. */
class ReloadTest {

    @TempDir private Path directory;

    private void write(String body) throws IOException {
        Files.writeString(
                directory.resolve("serve.yaml"),
                """
                listeners:
                  web:
                    port: 0
                    routes: [{ path: /, respond: { body: %s } }]
                history: { path: versions }
                """
                        .formatted(body));
    }

    @Test
    void isSaidInBothAndASignalDoesTheSame() throws Exception {
        write("one");
        try (CommandProcess serve = CommandProcess.run(directory)) {
            String url = CommandProcess.url(String.join("\n", serve.until("Ctrl-C")));
            assertThat(Files.readString(directory.resolve("run/serve.pid")))
                    .isEqualTo(serve.pid() + "\n");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            directory.resolve("run/serve.state"))))
                    .isEqualTo("rw-------");

            write("two");
            Said reload = CommandProcess.said(directory, "reload", "--json");
            assertThat(reload.code()).as(reload.err()).isZero();
            assertThat(reload.out())
                    .startsWith("{\"pid\":" + serve.pid() + ",\"taken\":true,\"version\":2,");
            assertThat(serve.until("applied as version 2")).contains("SIGHUP:");
            assertThat(CommandProcess.get(url)).isEqualTo("two");

            write("three");
            serve.signal("HUP");
            serve.until("applied as version 3");
            assertThat(CommandProcess.get(url)).isEqualTo("three");

            serve.signal("TERM");
            assertThat(serve.ended()).isZero();
            assertThat(directory.resolve("run/serve.pid")).doesNotExist();
        }
    }

    @Test
    void whatWasTakenLastGoesOnAfterAKillIfThatIsAskedFor() throws Exception {
        write("one");
        try (CommandProcess serve = CommandProcess.run(directory)) {
            serve.until("Ctrl-C");
            write("two");
            serve.signal("HUP");
            serve.until("applied as version 2");
            serve.signal("KILL");
            serve.ended();
        }
        write("three");
        try (CommandProcess serve = CommandProcess.run(directory, "--resume")) {
            assertThat(CommandProcess.get(CommandProcess.url(text(serve)))).isEqualTo("two");
        }
        try (CommandProcess serve = CommandProcess.run(directory)) {
            assertThat(CommandProcess.get(CommandProcess.url(text(serve)))).isEqualTo("three");
        }
    }

    private static String text(CommandProcess serve) throws IOException {
        return String.join("\n", serve.until("Ctrl-C"));
    }

    @Test
    void withoutAServerThereIsNobodyToAsk() throws Exception {
        Said reload = CommandProcess.said(directory, "reload");
        assertThat(reload.code()).isEqualTo(1);
        assertThat(reload.err()).isEqualTo("No server runs in this directory.\n");
        Said other =
                CommandProcess.said(
                        directory,
                        "reload",
                        "--pid",
                        Long.toString(ProcessHandle.current().parent().orElseThrow().pid()));
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains(" is no server.");
    }
}
