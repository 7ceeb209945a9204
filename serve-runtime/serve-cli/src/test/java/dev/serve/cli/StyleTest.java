package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.cli.Terminal.Stream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StyleTest {

    @AfterEach
    void noTerminal() {
        System.clearProperty(Terminal.STREAMS);
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Style.of(Stream.OUT, Map.of()).on()).isFalse();
        System.setProperty(Terminal.STREAMS, "out err");
        assertThat(Style.of(Stream.OUT, Map.of("TERM", "xterm")).on()).isTrue();
        assertThat(Style.of(Stream.OUT, Map.of("TERM", "dumb")).on()).isFalse();
        assertThat(Style.of(Stream.OUT, Map.of("NO_COLOR", "1")).on()).isFalse();
    }

    @Test
    void aFileThatErrorsGoToHasNoColoursThoughOutputIsATerminal() {
        System.setProperty(Terminal.STREAMS, "out");
        assertThat(Style.of(Stream.OUT, Map.of()).on()).isTrue();
        assertThat(Style.of(Stream.ERR, Map.of()).on()).isFalse();
        System.setProperty(Terminal.STREAMS, " err");
        assertThat(Style.of(Stream.OUT, Map.of()).on()).isFalse();
        assertThat(Style.of(Stream.ERR, Map.of()).on()).isTrue();
    }

    @Test
    void theyComeOffAgain() {
        Style style = new Style(true);
        assertThat(Style.plain(style.bad("one ") + style.bold(style.good("two"))))
                .isEqualTo("one two");
    }
}
