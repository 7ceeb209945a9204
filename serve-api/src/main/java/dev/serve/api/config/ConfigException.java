package dev.serve.api.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used. Carries every problem found, in the order of the file;
 * nothing was changed.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** All that is wrong; at least one problem. */
    public ConfigException(List<Problem> problems) {
        super(text(problems));
        this.problems = sorted(problems);
    }

    /** One problem, with what caused it. */
    public ConfigException(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problems = List.of(problem);
    }

    /** Every problem, sorted by place. */
    public List<Problem> problems() {
        return problems;
    }

    private static List<Problem> sorted(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems: [] (expected: at least one)");
        }
        return problems.stream().sorted().toList();
    }

    private static String text(List<Problem> problems) {
        return sorted(problems).stream()
                .map(Problem::toString)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
