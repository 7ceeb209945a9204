package dev.serve.cli;

import java.io.IOException;
import java.util.Optional;

/**
 * The server of this directory, as another process finds it. Immutable.
 *
 * @param process its process
 * @param state what it says of itself
 */
record Running(ProcessHandle process, RunState state) {

    /** What is said where none runs. */
    static final String NONE = "No server runs in this directory.";

    /**
     * The one that serves.
     *
     * @throws CommandFailure if none runs, or it is starting
     */
    static Running here() throws IOException {
        RunFiles files = RunFiles.here();
        ProcessHandle process = files.holder().orElseThrow(() -> new CommandFailure(NONE));
        Optional<RunState> state = files.state(process);
        return new Running(
                process, state.orElseThrow(() -> new CommandFailure(starting(process.pid()))));
    }

    /** What is said of one that does not serve yet. */
    static String starting(long pid) {
        return "Process " + pid + " is starting.";
    }
}
