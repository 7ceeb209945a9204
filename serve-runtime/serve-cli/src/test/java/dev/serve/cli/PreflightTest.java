package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {

    @RegisterExtension private final CommandHere commands = new CommandHere();

    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        commands.write("application: of a jar\nlisteners: { web: { port: 0 } }\n");
        Files.writeString(directory.resolve("wrong.yaml"), "listeners: { web: { port: none } }\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run FILE",
                "run --alone --json --watch --resume --profile testing FILE --set shutdown.timeout=1s",
                "start FILE --timeout 9",
                "restart FILE",
                "run PIPE"
            })
    void whatWouldServePasses(String line) throws Exception {
        assertThat(passes(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run FILE --nonsense",
                "run FILE --profile none",
                "run FILE --set shutdown.timeout=soon",
                "run FILE --set",
                "run FILE FILE",
                "run missing.yaml",
                "run WRONG",
                "start WRONG",
                "start PIPE",
                "restart WRONG",
                "run --help",
                "start --version"
            })
    void whatWouldNotServeDoesNot(String line) throws Exception {
        assertThat(passes(line)).isFalse();
    }

    @Test
    void aServerThatRunsAlreadyIsNotStartedButStartedAnew() throws Exception {
        try (RunFiles files = RunFiles.here()) {
            assertThat(files.take()).isTrue();
            try (CommandProcess looking =
                    CommandProcess.of(
                            directory,
                            CommandProcess.command(
                                    commands.run(), aot("start", commands.site().toString())))) {
                assertThat(looking.ended()).isZero();
            }
        }
        assertThat(directory.resolve("serve.aot")).doesNotExist();
        assertThat(passes("start FILE")).isTrue();
    }

    @Test
    void aCacheForAStartThatWouldNotServeIsNotMade() throws Exception {
        CommandProcess.Said said =
                CommandProcess.said(directory, aot("run", "wrong.yaml", "--json"));

        assertThat(said).isEqualTo(new CommandProcess.Said(0, "", ""));
        assertThat(directory.resolve("serve.aot")).doesNotExist();
    }

    /** As the script calls it. */
    private String[] aot(String... words) {
        List<String> command = new ArrayList<>(List.of("aot"));
        command.addAll(List.of("--output", directory.resolve("serve.aot").toString()));
        command.add("--ahead-of");
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    private boolean passes(String line) throws Exception {
        Path pipe = directory.resolve("pipe");
        if (line.contains("PIPE")) {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor())
                    .isZero();
        }
        return Preflight.passes(
                Arrays.stream(line.split(" "))
                        .map(word -> word.equals("FILE") ? commands.site().toString() : word)
                        .map(word -> word.equals("PIPE") ? pipe.toString() : word)
                        .map(
                                word ->
                                        word.equals("WRONG")
                                                ? directory.resolve("wrong.yaml").toString()
                                                : word)
                        .toList());
    }
}
