package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.serve.cli.CommandProcess.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real shells make of the scripts, as a process of its own writes them. */
class CompletionTest {

    @TempDir private Path directory;

    /** What a shell prints that runs a script behind the completion of its kind. */
    private List<String> completed(String shell, String script) throws Exception {
        Path program = Path.of("/usr/bin", shell);
        assumeTrue(Files.isExecutable(program), "no " + program);
        Said completion = CommandProcess.said(directory, "completion", shell);
        assertThat(completion.code()).as(completion.err()).isZero();
        Path file = Files.writeString(directory.resolve("completion"), completion.out());
        try (CommandProcess process =
                CommandProcess.of(
                        directory,
                        List.of(program.toString(), "-c", "source " + file + "; " + script))) {
            List<String> lines = process.rest();
            assertThat(process.ended()).isZero();
            return lines;
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(
                        completed(
                                "bash",
                                """
                                COMP_WORDS=(serve st); COMP_CWORD=1; _complete_serve 2>/dev/null; echo "${COMPREPLY[@]}"
                                COMP_WORDS=(serve stop --t); COMP_CWORD=2; _complete_serve 2>/dev/null; echo "${COMPREPLY[@]}"
                                COMP_WORDS=(serve help st); COMP_CWORD=2; _complete_serve 2>/dev/null; echo "${COMPREPLY[@]}"
                                """))
                .containsExactly("start stop status", "--timeout", "start stop status");
    }

    @Test
    void fishCompletesCommandsAndOptionsAndTheirWords() throws Exception {
        assertThat(
                        completed(
                                "fish",
                                """
                                complete -C 'serve st' | cut -f 1
                                complete -C 'serve stop --t' | cut -f 1
                                complete -C 'serve connections --mode d' | cut -f 1
                                complete -C 'serve help sta' | cut -f 1
                                complete -C 'serve completion z' | cut -f 1
                                touch named; complete -C 'serve stop na'
                                complete -C 'serve run na'; complete -C 'serve top --ca na'
                                """))
                .containsExactly(
                        "start",
                        "status",
                        "stop",
                        "--timeout",
                        "drain",
                        "start",
                        "status",
                        "zsh",
                        "named",
                        "named");
    }
}
