package dev.serve.bench.load;

import java.io.IOException;

/**
 * How a measured server and its starter talk: the server prints one line, {@code port 12345}, and
 * runs until its standard input ends, so that none outlives a starter that was killed.
 */
final class Announcement {

    private static final String PORT = "port ";

    private Announcement() {}

    /** Says where the server listens and waits for the end. */
    static void ofPort(int port) throws IOException {
        System.out.println(PORT + port);
        while (System.in.read() >= 0) {
            // Nothing is said to a server but that it is over.
        }
    }

    /** The port, if the line announces one, else -1. */
    static int portIn(String line) {
        return line.startsWith(PORT) ? Integer.parseInt(line.substring(PORT.length())) : -1;
    }
}
