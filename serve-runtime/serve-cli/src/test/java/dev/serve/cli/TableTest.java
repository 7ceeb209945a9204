package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    private static final Style PLAIN = new Style(false);

    private static Table table() {
        Table table = new Table().words("NAME", 0).words("ADDRESS", 2).numbers("OPEN", 1);
        table.row("web", "127.0.0.1:8080", "7");
        table.row("administration", "unix:a", "1234");
        return table;
    }

    @Test
    void columnsAreAsWideAsTheirCellsAndNumbersStandOnTheRight() {
        assertThat(table().lines(80, PLAIN))
                .containsExactly(
                        "NAME            ADDRESS         OPEN",
                        "web             127.0.0.1:8080     7",
                        "administration  unix:a          1234");
    }

    @Test
    void theColumnThatMattersLeastGoesFirst() {
        assertThat(table().lines(35, PLAIN).getFirst()).isEqualTo("NAME            OPEN");
        assertThat(table().lines(19, PLAIN).getFirst()).isEqualTo("NAME");
        assertThat(table().lines(8, PLAIN)).containsExactly("NAME", "web", "adminis…");
    }

    @Test
    void coloursTakeNoRoom() {
        Style style = new Style(true);
        Table table = new Table().words("A", 0, style::good).words("B", 0);
        table.row("one", "two");
        assertThat(table.lines(8, style).get(1)).isEqualTo("\u001b[32mone\u001b[0m  two");
    }
}
