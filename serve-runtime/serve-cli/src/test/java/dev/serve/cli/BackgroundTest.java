package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.cli.CommandProcess.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in the background: started, asked, changed and stopped by commands. */
class BackgroundTest {

    private static final String FILE =
            """
            listeners:
              web:
                port: 0
                routes: [{ path: /, respond: { body: %s } }]
            """;

    @TempDir private Path directory;

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve("site.yaml"), yaml);
    }

    private Said serve(String... arguments) throws IOException, InterruptedException {
        return CommandProcess.said(directory, arguments);
    }

    private Optional<ProcessHandle> process() throws IOException {
        return new RunFiles(directory.resolve("run")).holder();
    }

    private Path inRun(String name) {
        return directory.resolve("run").resolve(name);
    }

    @AfterEach
    void end() throws Exception {
        Optional<ProcessHandle> left = process();
        if (left.isPresent()) {
            left.get().destroyForcibly();
            left.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void livesThroughAllCommands() throws Exception {
        write(FILE.formatted("one"));
        Said started = serve("start", "site.yaml");
        assertThat(started.code()).as(started.err()).isZero();
        assertThat(started.out()).containsPattern("Process \\d+ serves site\\.yaml, after ");
        String url = CommandProcess.url(started.out());
        assertThat(CommandProcess.get(url)).isEqualTo("one");
        ProcessHandle first = process().orElseThrow();

        Said again = serve("start", "site.yaml");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo(
                        "A server runs in this directory already: process " + first.pid() + ".\n");

        Said status = serve("status");
        assertThat(status.code()).isZero();
        assertThat(status.out())
                .contains("Process " + first.pid() + " serves site.yaml for ", "version 1\n")
                .containsPattern("web  127\\.0\\.0\\.1:\\d+  HTTP/1\\.1, h2c; answers in \\d+ ms");

        write(FILE.formatted("two"));
        Said reloaded = serve("reload");
        assertThat(reloaded.code()).isZero();
        assertThat(reloaded.out()).startsWith("SIGHUP:\n  ~ web").contains("applied as version 2");
        assertThat(CommandProcess.get(url)).isEqualTo("two");

        write(FILE.formatted("three").replace("port", "prot"));
        Said refused = serve("reload");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("SIGHUP: refused, version 2 stays\n")
                .contains("  site.yaml:3:5: listeners.web.prot: unknown key (did you mean port?)");
        Said kept = serve("restart");
        assertThat(kept.code()).isEqualTo(2);
        assertThat(kept.err()).startsWith("site.yaml:").contains("did you mean port?");
        assertThat(CommandProcess.get(url)).as("what was not stopped").isEqualTo("two");

        write(FILE.formatted("four"));
        Said restarted = serve("restart");
        assertThat(restarted.code()).as(restarted.err()).isZero();
        assertThat(restarted.out())
                .contains("Process " + first.pid() + " stopped in ", " serves site.yaml, after ");
        assertThat(CommandProcess.get(CommandProcess.url(restarted.out()))).isEqualTo("four");
        assertThat(first.isAlive()).isFalse();

        Said stopped = serve("stop");
        assertThat(stopped.code()).isZero();
        assertThat(stopped.out()).containsPattern("Process \\d+ stopped in \\d+\\.\\d\\d s\\.\n");
        assertThat(inRun("serve.pid")).doesNotExist();
        assertThat(inRun("serve.state")).doesNotExist();
        assertThat(Files.readString(inRun("serve.log"))).contains("Stopped in ");
    }

    @Test
    void isKilledWhenItDoesNotStopInTimeAndNothingOfItIsLeft() throws Exception {
        write(FILE.formatted("one") + "shutdown: { timeout: 1h, drain-delay: 50m }\n");
        assertThat(serve("start", "site.yaml").code()).isZero();
        ProcessHandle process = process().orElseThrow();

        Said stopped = serve("stop", "--timeout", "1");

        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err())
                .contains("Process " + process.pid() + " did not stop within 1.00 s")
                .contains("Stopping process " + process.pid() + " ...\n");
        assertThat(process.isAlive()).isFalse();
        assertThat(inRun("serve.pid")).doesNotExist();
        assertThat(inRun("serve.state")).doesNotExist();
    }

    @Test
    void thatWasKilledIsNotTakenForOneThatRuns() throws Exception {
        write(FILE.formatted("one"));
        assertThat(serve("start", "site.yaml").code()).isZero();
        ProcessHandle process = process().orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);

        Said status = serve("status");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).isEqualTo("No server runs in this directory.\n");
        assertThat(inRun("serve.pid")).doesNotExist();
    }

    /** Its number may have been given to any other process since. */
    @Test
    void aNumberThatSomebodyElseHasByNowIsLeftAlone() throws Exception {
        Files.createDirectory(directory.resolve("run"));
        Process other = new ProcessBuilder("sleep", "60").start();
        Files.writeString(inRun("serve.pid"), other.pid() + "\n");
        Files.createFile(inRun("serve.lock"));

        Said stopped = serve("stop", "--json");
        assertThat(stopped.code()).isZero();
        assertThat(stopped.out()).isEqualTo("{\"outcome\":\"none\"}\n");
        assertThat(serve("reload").code()).isEqualTo(1);

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    @Test
    void thatIsNotReadyInTimeIsEnded() throws Exception {
        write(FILE.formatted("one"));
        Said late = serve("start", "site.yaml", "--timeout", "0");
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err()).containsPattern("did not serve within 0 s, and was ended");
        assertThat(process()).isEmpty();
    }

    @Test
    void thatCannotStartSaysWhyInTheTerminal() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(FILE.formatted("one").replace("0", "" + taken.getLocalPort()));
            Said failed = serve("start", "site.yaml");
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err())
                    .contains("cannot bind 127.0.0.1:" + taken.getLocalPort(), "held by: process")
                    .contains("It did not start; it printed to run/serve.log.");
        }
        write(FILE.formatted("one").replace("port", "prot"));
        Said wrong = serve("start", "site.yaml");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("site.yaml:");
    }
}
