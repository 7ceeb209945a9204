package dev.serve.api.spi;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a table of routes on a listener, as a protocol finds it. Immutable.
 *
 * @param key the key below the listener, such as {@code routes[2].files} or {@code protocols};
 *     empty for a rule that code made
 * @param value the value as it was configured, or null where there is none
 * @param expected what would have been right, or what else is wrong, as a phrase
 */
public record RouteProblem(String key, @Nullable String value, String expected) {

    /** Of a rule that code made, in one phrase. */
    public static RouteProblem ofCode(String what) {
        return new RouteProblem("", null, what);
    }

    /** All of them in one line. */
    public static String text(List<RouteProblem> problems) {
        return problems.stream().map(RouteProblem::toString).collect(Collectors.joining("; "));
    }

    /** {@code routes[2].files: "public" (expected: a directory that can be read)}. */
    @Override
    public String toString() {
        String what = value == null ? expected : '"' + value + "\" (expected: " + expected + ')';
        return key.isEmpty() ? what : key + ": " + what;
    }
}
