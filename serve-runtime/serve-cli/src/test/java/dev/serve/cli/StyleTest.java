package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StyleTest {

    @AfterEach
    void noTerminal() {
        System.clearProperty(Style.TERMINAL);
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Style.of(Map.of()).on()).isFalse();
        System.setProperty(Style.TERMINAL, "true");
        assertThat(Style.of(Map.of("TERM", "xterm")).on()).isTrue();
        assertThat(Style.of(Map.of("TERM", "dumb")).on()).isFalse();
        assertThat(Style.of(Map.of("NO_COLOR", "1")).on()).isFalse();
    }

    @Test
    void theyComeOffAgain() {
        Style style = new Style(true);
        assertThat(Style.plain(style.bad("one ") + style.bold(style.good("two"))))
                .isEqualTo("one two");
    }
}
