package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serve.api.config.Key;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That a key takes what its range says, to the last nanosecond, and nothing else. */
class RangesTest {

    private static final Pattern FROM_TO = Pattern.compile("from (\\S+) to (\\S+)");

    @ParameterizedTest
    @MethodSource("keys")
    void bothEndsAreInAndWhatIsBeyondIsOut(String name, Key<?> key) {
        Matcher range = FROM_TO.matcher(key.range());
        assertThat(range.matches()).isTrue();
        Object least = taken(key, range.group(1));
        Object most = taken(key, range.group(2));
        assertThat(beyond(least, most))
                .allSatisfy(
                        text ->
                                assertThatIllegalArgumentException()
                                        .as(name + ": " + text)
                                        .isThrownBy(() -> taken(key, text)));
    }

    static Stream<Object[]> keys() {
        List<Map.Entry<String, Key<?>>> found =
                AllKeys.of("web").entrySet().stream()
                        .filter(key -> FROM_TO.matcher(key.getValue().range()).matches())
                        .toList();
        assertThat(found).isNotEmpty();
        return found.stream().map(key -> new Object[] {key.getKey(), key.getValue()});
    }

    private static <T> T taken(Key<T> key, String text) {
        return key.check(key.type().parse(text));
    }

    private static List<String> beyond(Object least, Object most) {
        if (least instanceof Duration shortest && most instanceof Duration longest) {
            return Stream.of(
                            shortest.minusNanos(1),
                            longest.plusNanos(1),
                            Duration.ofSeconds(Long.MAX_VALUE))
                    .map(Duration::toString)
                    .toList();
        }
        return Stream.of(((Number) least).longValue() - 1, ((Number) most).longValue() + 1)
                .map(String::valueOf)
                .toList();
    }
}
