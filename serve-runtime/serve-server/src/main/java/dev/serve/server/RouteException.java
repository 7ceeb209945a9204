package dev.serve.server;

import dev.serve.api.spi.RouteProblem;
import java.util.List;

/** A table of routes that a listener cannot serve, with all that is wrong. */
final class RouteException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<RouteProblem> problems;

    RouteException(List<RouteProblem> problems) {
        super(RouteProblem.text(problems));
        this.problems = List.copyOf(problems);
    }

    List<RouteProblem> problems() {
        return problems;
    }
}
