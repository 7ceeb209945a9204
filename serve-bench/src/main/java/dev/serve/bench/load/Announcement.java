package dev.serve.bench.load;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a measured server and its starter talk: the server prints one line, {@code port 12345 of
 * 678}, the second being the process that serves, and runs until its standard input ends, so that
 * none outlives a starter that was killed.
 *
 * @param port where it listens
 * @param pid whose CPU time counts
 */
record Announcement(int port, long pid) {

    private static final Pattern LINE = Pattern.compile("port (\\d+) of (\\d+)");

    /** Says where the server listens and waits for the end. */
    static void ofPort(int port) throws IOException {
        of(port, ProcessHandle.current().pid());
    }

    /** As {@link #ofPort}, for a server that is a process of its own. */
    static void of(int port, long pid) throws IOException {
        System.out.println("port " + port + " of " + pid);
        while (System.in.read() >= 0) {
            // Nothing is said to a server but that it is over.
        }
    }

    /** What a line announces, if it does. */
    static Optional<Announcement> in(String line) {
        Matcher said = LINE.matcher(line);
        return said.matches()
                ? Optional.of(
                        new Announcement(
                                Integer.parseInt(said.group(1)), Long.parseLong(said.group(2))))
                : Optional.empty();
    }
}
