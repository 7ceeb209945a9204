package dev.serve.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How a server is run, whether in the terminal or in the background. */
final class Manner {

    @Option(
            names = "--watch",
            description =
                    "Takes the configuration anew when its files change, and says what came of it.")
    private boolean watch;

    @Option(
            names = "--resume",
            description = "Begins with the last version in force that history.path keeps, if any.")
    private boolean resume;

    /** Constructed by picocli. */
    Manner() {}

    boolean watch() {
        return watch;
    }

    boolean resume() {
        return resume;
    }

    /** As {@code run} is given them. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (watch) {
            arguments.add("--watch");
        }
        if (resume) {
            arguments.add("--resume");
        }
        return arguments;
    }
}
