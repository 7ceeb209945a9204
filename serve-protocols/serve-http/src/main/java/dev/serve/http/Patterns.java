package dev.serve.http;

import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import java.util.Optional;

/** Compiles Helidon's path patterns with one kind of exception. */
final class Patterns {

    /** What a pattern should have been. */
    static final String EXPECTED = "such as /a/{id} or /a/*";

    private Patterns() {}

    /** A pattern that a matcher of another kind has told of, where it is one of Helidon's. */
    static Optional<PathMatcher> find(String pattern) {
        try {
            return Optional.of(compile(pattern));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

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
                    "pattern: \"" + pattern + "\" (expected: " + EXPECTED + "): " + e, e);
        }
    }
}
