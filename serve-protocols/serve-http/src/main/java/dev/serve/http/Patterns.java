package dev.serve.http;

import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;

/** Compiles Helidon's path patterns with one kind of exception. */
final class Patterns {

    private Patterns() {}

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if it is malformed, naming the pattern
     */
    static PathMatcher compile(String pattern) {
        try {
            return PathMatchers.create(pattern);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "pattern: \"" + pattern + "\" (expected: such as /a/{id} or /a/*): " + e, e);
        }
    }
}
