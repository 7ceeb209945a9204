package dev.serve.api.routing;

import io.helidon.http.ServerRequestHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a rule holds: below a path prefix, and for requests whose headers fit. Immutable.
 *
 * @param prefix literal or pattern that every path of the scope begins with; empty at the top
 * @param conditions what the headers must fulfil, all of them
 */
public record Scope(String prefix, List<Condition> conditions) {

    /** Everything. */
    public static final Scope ALL = new Scope("", List.of());

    /** Copies the list. */
    public Scope {
        conditions = List.copyOf(conditions);
    }

    /**
     * A predicate over request headers.
     *
     * @param text how a listing of routes shows it, such as {@code host example.com}
     * @param test the predicate; called by many threads at once
     */
    public record Condition(String text, Predicate<ServerRequestHeaders> test) {}

    /** Whether the headers fulfil every condition. */
    public boolean accepts(ServerRequestHeaders headers) {
        for (Condition condition : conditions) {
            if (!condition.test().test(headers)) {
                return false;
            }
        }
        return true;
    }

    /** The scope of {@code path} inside this one. */
    public Scope below(String path) {
        return new Scope(join(path), conditions);
    }

    /** This scope with one more condition. */
    public Scope when(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Scope(prefix, more);
    }

    /** The whole pattern of {@code path} inside this scope. */
    public String join(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "path: \"" + path + "\" (expected: a pattern that begins with /)");
        }
        if (path.equals("/") && !prefix.isEmpty()) {
            return prefix;
        }
        return prefix + path;
    }
}
