package dev.serve.grpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of google.api.http. */
class PathTemplateTest {

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Characters that mean something in a path or a template, and some that mean nothing. */
    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.strings().withChars("/{}*=:.%a1_é ").ofMaxLength(24);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("/{}*=:.%aZ9_-é ü").ofMinLength(1).ofMaxLength(12);
    }

    @Property(tries = 500)
    void aValueComesBackAsItWasHoweverItIsWritten(@ForAll("values") String value) {
        assertThat(PathTemplate.parse("/v1/{name}/end").match("/v1/" + encoded(value) + "/end"))
                .isEqualTo(Map.of("name", value));
    }

    @Property(tries = 500)
    void anyNumberOfSegmentsGoesIntoOneField(
            @ForAll @NotEmpty @Size(max = 5) List<@IntRange(min = 0, max = 99) Integer> parts) {
        String value = String.join("/", parts.stream().map(String::valueOf).toList());
        assertThat(PathTemplate.parse("/v1/{name=**}").match("/v1/" + value))
                .isEqualTo(Map.of("name", value));
        assertThat(PathTemplate.parse("/v1/{name=**}:stop").match("/v1/" + value + ":stop"))
                .isEqualTo(Map.of("name", value));
    }

    @Property(tries = 300)
    void everyFieldGetsItsOwnPart(@ForAll @Size(min = 1, max = 4) List<Boolean> longer) {
        StringBuilder template = new StringBuilder();
        StringBuilder path = new StringBuilder();
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < longer.size(); i++) {
            template.append("/{f").append(i).append(longer.get(i) ? "=x" + i + "/*}" : "}");
            String value = longer.get(i) ? "x" + i + "/v" + i : "v" + i;
            path.append('/').append(value);
            expected.put("f" + i, value);
        }
        assertThat(PathTemplate.parse(template.toString()).match(path.toString()))
                .isEqualTo(expected);
    }

    @Property(tries = 2_000)
    void whateverIsWrittenIsATemplateOrRefusedAndWhateverComesFitsOrNot(
            @ForAll("anything") String template, @ForAll("anything") String path) {
        PathTemplate parsed;
        try {
            parsed = PathTemplate.parse(template);
        } catch (IllegalArgumentException e) {
            assertThat(e)
                    .hasMessageContaining("path template \"")
                    .hasMessageContaining("(expected:");
            return;
        }
        Map<String, String> fields = parsed.match(path);
        if (fields != null) {
            assertThat(fields).hasSize(parsed.variables().size());
            assertThat(path).startsWith("/");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/{name=shelves/*}, /v1/shelves/1, shelves/1",
        "/v1/{name=shelves/*}, /v1/shelves/a%2Fb, shelves/a%2Fb",
        "/v1/{name}, /v1/a%2Fb, a/b",
        "/v1/{name=*}, /v1/a%20b, a b",
        "/v1/{name=**}, /v1/a/b%2Fc/%C3%A4, a/b%2Fc/ä",
        "/v1/{name=**}, /v1, ''",
        "/v1/{name=a/**}, /v1/a, a",
        "/v1/{name}:undo, /v1/x:undo, x",
        "/v1/{name}, /v1/x:undo, x:undo",
        "/v1/a%20b/{name}, /v1/a%20b/x, x",
        "/{name}, /x, x",
    })
    void whatGoesIntoTheField(String template, String path, String value) {
        assertThat(PathTemplate.parse(template).match(path)).containsEntry("name", value);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/{name=shelves/*}, /v1/shelves",
        "/v1/{name=shelves/*}, /v1/shelves/",
        "/v1/{name=shelves/*}, /v1/shelves/1/2",
        "/v1/{name=shelves/*}, /v1/books/1",
        "/v1/{name=shelves/*}, /v2/shelves/1",
        "/v1/{name}:undo, /v1/x",
        "/v1/{name}:undo, /v1/:undo",
        "/v1/{name}, /v1/%zz",
        "/v1/{name}, /v1/%ff",
        "/v1, /",
        "/, /v1",
    })
    void whatDoesNotFit(String template, String path) {
        assertThat(PathTemplate.parse(template).match(path)).isNull();
    }

    @Test
    void theRootFits() {
        assertThat(PathTemplate.parse("/").match("/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "/v1/",
                "//",
                "/v1/{}",
                "/v1/{name",
                "/v1/name}",
                "/v1/{name=}",
                "/v1/{1a}",
                "/v1/{a.}",
                "/v1/{a={b}}",
                "/v1/**/x",
                "/v1/{a=**}/x",
                "/v1:",
                "/v1:a:b",
                "/v1:a/b",
                "/v1/{a}/{a}",
                "/v1/***",
                "/v1/a*",
                "/v1/%z",
                "/v1/a b",
                "/v1?x"
            })
    void whatIsNoTemplateIsRefusedWithItsPlace(String text) {
        assertThatThrownBy(() -> PathTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path template \"" + text + "\"")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void theMoreExactComeFirst() {
        List<String> inOrder =
                List.of(
                        "/v1/{name}:undo",
                        "/v1/shelves/new",
                        "/v1/shelves/{name}",
                        "/v1/shelves/**",
                        "/v1/*/books",
                        "/v1/*");
        List<String> sorted =
                inOrder.reversed().stream()
                        .map(PathTemplate::parse)
                        .sorted(PathTemplate::compareExactness)
                        .map(PathTemplate::text)
                        .toList();
        assertThat(sorted).isEqualTo(inOrder);
    }
}
