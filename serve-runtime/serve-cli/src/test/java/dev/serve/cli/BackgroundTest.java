package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.cli.CommandProcess.Said;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server in the background: started, asked, changed and stopped by commands. */
class BackgroundTest {

    private static final String FILE =
            """
            listeners:
              web:
                port: 0
                routes: [{ path: /, respond: { body: %s } }]
            """;

    @RegisterExtension private final CommandHere commands = new CommandHere();

    @Test
    void livesThroughAllCommands() throws Exception {
        commands.write(FILE.formatted("one"));
        Said started = commands.start();
        assertThat(started.code()).as(started.err()).isZero();
        assertThat(started.out()).containsPattern("Process \\d+ serves .*site\\.yaml, after ");
        String url = CommandProcess.url(started.out());
        assertThat(CommandProcess.get(url)).isEqualTo("one");
        ProcessHandle first = commands.process().orElseThrow();

        Said again = commands.start();
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo(
                        "A server runs in this directory already: process " + first.pid() + ".\n");

        Said status = commands.said("status");
        assertThat(status.code()).isZero();
        assertThat(status.out())
                .contains(
                        "Process " + first.pid() + " serves " + commands.site() + " for ",
                        "version 1\n")
                .containsPattern(
                        "web  +127\\.0\\.0\\.1:\\d+  answers in \\d+ ms  +HTTP/1\\.1, h2c");

        assertThat(status.out())
                .as("without an admin listener")
                .contains("Its health is not known.\n", "admin: { listener: admin }");
        for (String command : List.of("connections", "top")) {
            Said silent = commands.said(command);
            assertThat(silent.code()).isEqualTo(1);
            assertThat(silent.err()).contains("no admin listener", "admin: { listener: admin }");
        }

        commands.write(FILE.formatted("two"));
        Said reloaded = commands.said("reload");
        assertThat(reloaded.code()).isZero();
        assertThat(reloaded.out()).startsWith("SIGHUP:\n  ~ web").contains("applied as version 2");
        assertThat(CommandProcess.get(url)).isEqualTo("two");

        commands.write(FILE.formatted("three").replace("port", "prot"));
        Said refused = commands.said("reload");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("SIGHUP: refused, version 2 stays\n")
                .contains(
                        "  "
                                + commands.site()
                                + ":3:5: listeners.web.prot: unknown key (did you mean port?)");
        Said kept = commands.said("restart");
        assertThat(kept.code()).isEqualTo(2);
        assertThat(kept.err()).startsWith(commands.site() + ":").contains("did you mean port?");
        assertThat(CommandProcess.get(url)).as("what was not stopped").isEqualTo("two");

        commands.write(FILE.formatted("four"));
        Said restarted = commands.said("restart");
        assertThat(restarted.code()).as(restarted.err()).isZero();
        assertThat(restarted.out())
                .contains(
                        "Process " + first.pid() + " stopped in ",
                        " serves " + commands.site() + ", after ");
        assertThat(CommandProcess.get(CommandProcess.url(restarted.out()))).isEqualTo("four");
        assertThat(first.isAlive()).isFalse();

        Said stopped = commands.said("stop");
        assertThat(stopped.code()).isZero();
        assertThat(stopped.out()).containsPattern("Process \\d+ stopped in \\d+\\.\\d\\d s\\.\n");
        assertThat(commands.file("serve.pid")).doesNotExist();
        assertThat(commands.file("serve.state")).doesNotExist();
        assertThat(Files.readString(commands.file("serve.log"))).contains("Stopped in ");
    }

    @Test
    void isKilledWhenItDoesNotStopInTimeAndNothingOfItIsLeft() throws Exception {
        commands.write(FILE.formatted("one") + "shutdown: { timeout: 1h, drain-delay: 50m }\n");
        assertThat(commands.start().code()).isZero();
        ProcessHandle process = commands.process().orElseThrow();

        Said stopped = commands.said("stop", "--timeout", "1");

        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err())
                .contains("Process " + process.pid() + " did not stop within 1.00 s")
                .contains("Stopping process " + process.pid() + " ...\n");
        assertThat(process.isAlive()).isFalse();
        assertThat(commands.file("serve.pid")).doesNotExist();
        assertThat(commands.file("serve.state")).doesNotExist();
    }

    @Test
    void thatIsStoppingSaysSo() throws Exception {
        commands.write(FILE.formatted("one") + "shutdown: { drain-delay: 60s, timeout: 120s }\n");
        Said started = commands.start();
        assertThat(started.code()).as(started.err()).isZero();
        ProcessHandle process = commands.process().orElseThrow();
        assertThat(commands.said("status", "--json").out()).contains("\"draining\":false");

        process.destroy();
        await().until(() -> commands.said("status", "--json").out().contains("\"draining\":true"));

        Said status = commands.said("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .contains("It is stopping, and lets what is in flight finish.\n", "answers in");

        Said stopped = commands.said("stop", "--timeout", "1");
        assertThat(stopped.err())
                .as("a second signal would have cut what is in flight, and ended it at once")
                .contains("Process " + process.pid() + " did not stop within 1.00 s");
    }

    @Test
    void thatWasKilledIsNotTakenForOneThatRuns() throws Exception {
        commands.write(FILE.formatted("one"));
        assertThat(commands.start().code()).isZero();
        ProcessHandle process = commands.process().orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);

        Said status = commands.said("status");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).isEqualTo("No server runs in this directory.\n");
        assertThat(commands.file("serve.pid")).doesNotExist();
    }

    @Test
    void beginsItsLogAnewWhenThatHasGrownTooLarge() throws Exception {
        Files.createDirectory(commands.run());
        Path log = Files.writeString(commands.file("serve.log"), "of before\n".repeat(200));

        commands.started(FILE.formatted("one") + "log: { max-size: 1KiB, keep: 1 }\n");

        await().until(() -> Files.size(log) < 1_024);
        assertThat(commands.file("serve.log.1")).content().startsWith("of before\n");
        commands.told("stop");
        assertThat(log).content().contains("Stopped in ").doesNotContain("of before", "\0");
    }

    /** As in a container whose first process is no init. */
    @Test
    void hasStoppedAlsoWhenNobodyAsksForItsExitCode() throws Exception {
        commands.write(FILE.formatted("one"));
        List<String> words =
                CommandProcess.command(commands.run(), "run", commands.site().toString());
        String parent =
                words.stream().map(Shell::quoted).collect(Collectors.joining(" "))
                        + " & exec sleep 600";
        try (CommandProcess careless =
                CommandProcess.of(
                        Files.createDirectories(commands.run()), List.of("sh", "-c", parent))) {
            careless.until("Ctrl-C");

            assertThat(commands.told("stop", "--timeout", "30")).contains(" stopped in ");
        }
    }

    /** Its number may have been given to any other process since. */
    @Test
    void aNumberThatSomebodyElseHasByNowIsLeftAlone() throws Exception {
        Files.createDirectory(commands.run());
        Process other = new ProcessBuilder("sleep", "60").start();
        Files.writeString(commands.file("serve.pid"), other.pid() + "\n");
        Files.createFile(commands.file("serve.lock"));

        Said stopped = commands.said("stop", "--json");
        assertThat(stopped.code()).isZero();
        assertThat(stopped.out()).isEqualTo("{\"outcome\":\"none\"}\n");
        for (String command : List.of("reload", "connections", "top")) {
            Said none = commands.said(command);
            assertThat(none.code()).isEqualTo(1);
            assertThat(none.err()).isEqualTo("No server runs in this directory.\n");
        }

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    @Test
    void thatIsNotReadyInTimeIsEnded() throws Exception {
        commands.write(FILE.formatted("one"));
        Said late = commands.start("--timeout", "0");
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err()).containsPattern("did not serve within 0 s, and was ended");
        assertThat(commands.process()).isEmpty();
    }

    @Test
    void thatCannotStartSaysWhyInTheTerminal() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            commands.write(FILE.formatted("one").replace("0", "" + taken.getLocalPort()));
            Said failed = commands.start();
            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err())
                    .contains("cannot bind 127.0.0.1:" + taken.getLocalPort(), "held by: process")
                    .contains(
                            "It did not start; it printed to " + commands.file("serve.log") + ".");
        }
        commands.write(FILE.formatted("one").replace("port", "prot"));
        Said wrong = commands.start();
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).startsWith(commands.site() + ":");
    }
}
