package dev.serve.cli;

import dev.serve.api.Server;
import java.time.Instant;
import java.util.List;

/**
 * Keeps what other commands read of this process as it is: after each change that is asked for from
 * outside, and each other one, such as one by the admin API. Thread-safe: two changes at a time are
 * told one after the other, so that nothing told is lost.
 */
final class Telling {

    private final Server server;
    private final RunFiles files;
    private final String file;
    private final List<String> arguments;
    private final Instant since = Instant.now();
    private RunState.Reloads last = RunState.Reloads.NONE; // guarded by this

    /**
     * @param file the configuration, as it was named
     * @param arguments what {@code run} was given
     */
    Telling(Server server, RunFiles files, String file, List<String> arguments) {
        this.server = server;
        this.files = files;
        this.file = file;
        this.arguments = arguments;
    }

    /** Tells what came of the configuration taken anew. */
    synchronized void tell(RunState.Reloads reloads) {
        last = reloads;
        tell();
    }

    /** Tells what is so now. */
    synchronized void tell() {
        files.state(RunState.of(server, since, file, arguments, last));
    }
}
