package dev.serve.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server is run with, whether in the terminal or in the background. */
final class Launch extends Input {

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
    Launch() {}

    /** Without picocli. */
    Launch(Input input, boolean watch, boolean resume) {
        super(input);
        this.watch = watch;
        this.resume = resume;
    }

    boolean watch() {
        return watch;
    }

    boolean resume() {
        return resume;
    }

    /**
     * What it takes to have the same again: the file too that was taken without a name, whose place
     * another one would take when it is gone.
     */
    List<String> again() {
        return arguments(chosen());
    }

    @Override
    List<String> arguments(@Nullable Path of) {
        List<String> arguments = new ArrayList<>(super.arguments(of));
        if (watch) {
            arguments.add("--watch");
        }
        if (resume) {
            arguments.add("--resume");
        }
        return arguments;
    }
}
