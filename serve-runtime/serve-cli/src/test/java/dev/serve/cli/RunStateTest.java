package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RunStateTest {

    @Property(tries = 300)
    void isReadAsItWasWritten(@ForAll List<String> arguments, @ForAll String listener)
            throws Exception {
        RunState state =
                new RunState(
                        7,
                        Instant.EPOCH,
                        "C:\\a b\\serve.yaml",
                        arguments,
                        3,
                        true,
                        Duration.ofSeconds(30),
                        List.of(
                                new RunState.Listening(
                                        listener, "127.0.0.1:1", "http", "http://x/", "", true)),
                        new RunState.Admin("", false),
                        new RunState.Reloads(0, true, List.of()));

        Properties read = new Properties();
        read.load(new StringReader(String.join("\n", state.lines())));

        assertThat(RunState.of(read)).isEqualTo(state);
    }
}
