package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.serve.cli.CommandProcess.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What commands make of a {@code run/} that is not as they would have it. */
class RunDirectoryTest {

    private static final String FILE = "listeners: { web: { port: 0 } }\n";

    @TempDir private Path directory;
    @RegisterExtension private final CommandHere commands = new CommandHere();

    @Test
    void aNumberThatIsNotThatOfTheServerIsNeverSignalled() throws Exception {
        commands.started(FILE);
        ProcessHandle server = commands.process().orElseThrow();
        Process other = new ProcessBuilder("sleep", "60").start();
        Path pid = commands.file("serve.pid");
        try {
            for (String wrong : List.of(Long.toString(other.pid()), "", "no number")) {
                Files.writeString(pid, wrong);
                for (String command : List.of("stop", "status", "start", "reload", "restart")) {
                    Said said = commands.said(command);
                    assertThat(said.code()).as(command).isEqualTo(1);
                    assertThat(said.err())
                            .isEqualTo(
                                    "A server runs in this directory, and which is not known: "
                                            + pid
                                            + " has not the number of its process.\n");
                }
            }
            assertThat(other.isAlive()).isTrue();
            assertThat(server.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
            Files.writeString(pid, Long.toString(server.pid()));
        }
        assertThat(commands.told("stop")).contains("Process " + server.pid() + " stopped in ");
    }

    @Test
    void whatIsInTheWayOfTheLogIsSaid() throws Exception {
        commands.write(FILE);
        Files.createFile(commands.run());
        Said file = commands.start();
        assertThat(file.code()).isEqualTo(1);
        assertThat(file.err())
                .isEqualTo(
                        "What it prints cannot be kept in %s: %s: is there, and is no directory\n"
                                        .formatted(commands.file("serve.log"), commands.run())
                                + "JDK_JAVA_OPTIONS=-Ddev.serve.run=DIRECTORY keeps it elsewhere.\n");

        Files.delete(commands.run());
        Files.createDirectories(commands.file("serve.log"));
        Said log = commands.start();
        assertThat(log.code()).isEqualTo(1);
        assertThat(log.err())
                .startsWith("What it prints cannot be kept in " + commands.file("serve.log"))
                .contains("Is a directory")
                .doesNotContain("\tat ");
    }

    @Test
    void whatAnotherUserAloneMayReadIsSaid() throws Exception {
        commands.started(FILE);
        Path state = commands.file("serve.state");
        Files.setPosixFilePermissions(state, Set.of());
        assumeFalse(Files.isReadable(state), "root reads everything");
        try {
            for (String command : List.of("status", "stop", "reload", "connections", "top")) {
                Said said = commands.said(command);
                assertThat(said.code()).as(command).isEqualTo(1);
                assertThat(said.err()).contains(" belongs to another user, who alone may ask ");
            }
        } finally {
            Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void ofTwoStartsAtOnceTheLaterOneSaysThatOneRuns() throws Exception {
        Files.writeString(directory.resolve("serve.yaml"), FILE);
        List<Said> all = new ArrayList<>();
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Said>> started = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                started.add(both.submit(() -> CommandProcess.said(directory, "start")));
            }
            for (Future<Said> each : started) {
                all.add(each.get());
            }
        } finally {
            CommandProcess.said(directory, "stop");
        }
        assertThat(all).extracting(Said::code).containsExactlyInAnyOrder(0, 1);
        assertThat(all)
                .filteredOn(said -> said.code() == 1)
                .allSatisfy(
                        said ->
                                assertThat(said.err())
                                        .matches(
                                                "(Starting \\.\\.\\.\n)?A server runs in this directory already: process \\d+\\.\n"));
    }

    /** What would be taken without a name by now is another one, or none. */
    @Test
    void aRestartTakesTheFileThatWasTakenWithoutAName() throws Exception {
        Path file = Files.writeString(directory.resolve("serve.yaml"), FILE);
        Said started = CommandProcess.said(directory, "start");
        assertThat(started.code()).as(started.err()).isZero();
        try {
            Files.move(file, directory.resolve("site.yaml"));
            Said gone = CommandProcess.said(directory, "restart");
            assertThat(gone.code()).isEqualTo(2);
            assertThat(gone.err()).startsWith("serve.yaml is not a file that can be read.\n");
        } finally {
            assertThat(CommandProcess.said(directory, "stop").out()).contains(" stopped in ");
        }
    }
}
