package dev.serve.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How long a start is waited for. */
final class Patience {

    private static final String TIMEOUT = "--timeout";

    @Option(
            names = TIMEOUT,
            paramLabel = "SECONDS",
            converter = Seconds.class,
            defaultValue = "60",
            description = "How long it may take to serve; then it is ended. 60 without this.")
    private Duration atMost = Duration.ZERO;

    /** Constructed by picocli. */
    Patience() {}

    Duration atMost() {
        return atMost;
    }

    /** As it was given. */
    List<String> arguments() {
        return List.of(TIMEOUT, Long.toString(atMost.toSeconds()));
    }
}
