package dev.serve.http;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import io.helidon.http.Method;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the lines of a listing of routes. */
final class Views {

    /** What answers: a handler of the user's. */
    static final String HANDLER = "handler";

    private Views() {}

    static RouteView of(Scope scope, Set<Method> methods, String pattern, String kind) {
        return new RouteView(
                methods.stream().map(Method::text).collect(Collectors.toSet()),
                pattern,
                scope.conditions().stream().map(Scope.Condition::text).toList(),
                kind);
    }
}
