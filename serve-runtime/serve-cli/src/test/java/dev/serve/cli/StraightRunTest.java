package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StraightRunTest {

    @TempDir private Path directory;
    private String file;

    @BeforeEach
    void write() throws IOException {
        file = Files.createFile(directory.resolve("a site.yaml")).toString();
    }

    /** What is understood in both ways is the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run FILE",
                "run FILE --json --watch --resume",
                "run --profile production FILE",
                "run --profile Testing FILE --alone",
                "run --set a.b=c=d FILE --set e=",
            })
    void isWhatPicocliMakesOfIt(String line) {
        String[] words = words(line);
        RunCommand straight = StraightRun.parsed(words).orElseThrow();
        CommandLine.ParseResult parsed = Main.command().parseArgs(words).subcommand();
        RunCommand usual = (RunCommand) parsed.commandSpec().userObject();

        assertThat(straight)
                .usingRecursiveComparison()
                .ignoringFields("console.spec", "console.out", "console.err", "launch.spec")
                .isEqualTo(usual);
        assertThat(straight.launch().arguments()).isEqualTo(usual.launch().arguments());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "check FILE",
                "run --help",
                "run FILE FILE",
                "run nowhere.yaml",
                "run FILE --profile",
                "run FILE --profile prod",
                "run FILE --set port",
                "run FILE --set",
                "run FILE --set=a=b",
                "run @FILE",
                "run FILE --portt 80",
            })
    void isLeftToPicocliWhenItIsNotUnderstood(String line) {
        assertThat(StraightRun.parsed(words(line))).isEmpty();
    }

    @Test
    void takesItsOptions() {
        Launch launch =
                StraightRun.parsed(words("run --watch --profile production FILE"))
                        .orElseThrow()
                        .launch();
        assertThat(launch.watch()).isTrue();
        assertThat(launch.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(launch.chosen()).isEqualTo(Path.of(file));
    }

    private String[] words(String line) {
        return List.of(line.split(" ", -1)).stream()
                .map(word -> word.replace("FILE", file))
                .toArray(String[]::new);
    }
}
