package dev.serve.api.routing;

import java.util.List;
import java.util.Set;

/**
 * One rule that a listener answers, as a listing shows it. Immutable.
 *
 * @param methods method names in order; empty for any
 * @param pattern the path pattern
 * @param conditions what else must fit, as text
 * @param kind what answers: {@code handler}, {@code files}, {@code redirect}, {@code respond} or
 *     {@code sse}
 */
public record RouteView(Set<String> methods, String pattern, List<String> conditions, String kind) {

    /** Copies the collections. */
    public RouteView {
        methods = Set.copyOf(methods);
        conditions = List.copyOf(conditions);
    }
}
