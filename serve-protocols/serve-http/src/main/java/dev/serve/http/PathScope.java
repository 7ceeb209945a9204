package dev.serve.http;

import io.helidon.common.uri.UriEncoding;
import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import java.util.Optional;

/**
 * The paths at and below a prefix, by whole segments: {@code /admin} holds {@code /admin} and
 * {@code /admin/users}, not {@code /administrator}. Works on the decoded, normalised path that
 * Helidon matches routes on, so that a filter never misses a request that reaches a route of its
 * group.
 *
 * <p>Helidon's own prefix match is not used: below a prefix with a parameter it misses a path that
 * ends in a slash, or that holds an encoded line feed.
 */
final class PathScope {

    private static final String TAIL = "serve-tail";

    private final String literal;
    private final boolean everything;
    private final Optional<PathMatcher> pattern;

    private PathScope(String literal, Optional<PathMatcher> pattern) {
        this.literal = literal;
        this.everything = literal.isEmpty() && pattern.isEmpty();
        this.pattern = pattern;
    }

    /**
     * The scope of a prefix; an empty one is everything.
     *
     * @throws IllegalArgumentException if it is a malformed pattern
     */
    static PathScope of(String prefix) {
        if (prefix.chars().noneMatch(c -> "{[*\\".indexOf(c) >= 0)) {
            return new PathScope(UriEncoding.decodeUri(prefix), Optional.empty());
        }
        Patterns.compile(prefix);
        return new PathScope(
                "", Optional.of(PathMatchers.pattern(prefix + "[{" + TAIL + ":/[\\s\\S]*}]")));
    }

    /** Whether the path is the prefix or below it. */
    boolean contains(UriPath path) {
        return everything || tail(path).isPresent();
    }

    /**
     * What follows the prefix, decoded: empty for the prefix itself, else it begins with a slash.
     */
    Optional<String> tail(UriPath path) {
        if (pattern.isPresent()) {
            PathMatchers.MatchResult match = pattern.get().match(path);
            return match.accepted()
                    ? Optional.of(match.path().pathParameters().first(TAIL).orElse(""))
                    : Optional.empty();
        }
        String actual = path.path();
        if (actual.startsWith(literal)
                && (actual.length() == literal.length()
                        || actual.charAt(literal.length()) == '/')) {
            return Optional.of(actual.substring(literal.length()));
        }
        return Optional.empty();
    }
}
