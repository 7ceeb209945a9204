package dev.serve.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.sse.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTextTest {

    @Test
    void anEventHasItsFieldsAndEndsWithAnEmptyLine() {
        Event event =
                Event.builder()
                        .id("7")
                        .name("tick")
                        .data("one")
                        .retry(Duration.ofSeconds(2))
                        .comment("hm")
                        .build();
        assertThat(text(event)).isEqualTo(": hm\nretry: 2000\nid: 7\nevent: tick\ndata: one\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb"})
    void everyLineEndMakesAnotherLineOfDataOrComment(String lines) {
        assertThat(text(Event.of(lines))).isEqualTo("data: a\ndata: b\n\n");
        assertThat(text(Event.comment(lines))).isEqualTo(": a\n: b\n\n");
    }

    @Test
    void emptyLinesStay() {
        assertThat(text(Event.of("\r\n\n"))).isEqualTo("data: \ndata: \ndata: \n\n");
        assertThat(text(Event.of(""))).isEqualTo("data: \n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\ndata: 2", "1\rdata: 2", "\n"})
    void anIdOrNameThatWouldBeginAnotherFieldIsRefused(String value) {
        assertThatThrownBy(() -> Event.builder().id(value).build())
                .hasMessageContaining("id with a line end");
        assertThatThrownBy(() -> Event.builder().name(value).build())
                .hasMessageContaining("name with a line end");
    }

    @Test
    void anIdThatClientsWouldIgnoreIsRefused() {
        assertThatThrownBy(() -> Event.builder().id("a\0b").build())
                .hasMessageContaining("id with NUL");
    }

    @Property(tries = 500)
    void aClientSeesTheDataThatWasSent(
            @ForAll @StringLength(max = 12) @Chars({'a', ' ', ':', '\n', '\r', '\0', 'ü', '\uFEFF'})
                    String data) {
        String seen = text(Event.of(data));
        assertThat(Client.data(seen)).isEqualTo(data.replace("\r\n", "\n").replace('\r', '\n'));
    }

    private static String text(Event event) {
        return new String(EventText.of(event), StandardCharsets.UTF_8);
    }

    /** Section 9.2.6, for data alone. */
    private static final class Client {

        static String data(String text) {
            StringBuilder data = new StringBuilder();
            String[] lines = text.split("\r\n|\r|\n", -1);
            for (String line : lines) {
                if (line.startsWith("data:")) {
                    String value = line.substring("data:".length());
                    data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
                } else {
                    assertThat(line).isEmpty();
                }
            }
            return data.substring(0, data.length() - 1);
        }
    }
}
