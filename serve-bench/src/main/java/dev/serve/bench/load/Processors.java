package dev.serve.bench.load;

import java.io.IOException;
import java.util.List;

/**
 * Which processors servers and clients run on: the first is the server's and the second the
 * client's, where taskset can part them.
 */
final class Processors {

    private static final String SERVER = "0";
    private static final String CLIENT = "1";

    private final boolean apart;

    private Processors(boolean apart) {
        this.apart = apart;
    }

    /** Servers and clients share all of them. */
    static Processors shared() {
        return new Processors(false);
    }

    /** Servers on the first; this JVM, and what it starts from now on, on the second. */
    static Processors apart() throws IOException, InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2
                || !Programs.runs("taskset", "-c", SERVER + "," + CLIENT, "true")) {
            return shared();
        }
        Programs.output(
                List.of("taskset", "-acp", CLIENT, Long.toString(ProcessHandle.current().pid())));
        return new Processors(true);
    }

    /** What stands before a server's command. */
    List<String> server() {
        return apart ? List.of("taskset", "-c", SERVER) : List.of();
    }

    @Override
    public String toString() {
        return apart
                ? "server on CPU " + SERVER + ", client on CPU " + CLIENT
                : "server and client share every CPU";
    }
}
