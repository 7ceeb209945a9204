package dev.serve.bench.load;

import java.io.IOException;
import java.time.Duration;

/**
 * Sends requests in a closed loop: a connection's next request waits for the answer to the one
 * before, so a slow server is asked less, and times are those of a server as busy as the client
 * makes it.
 */
interface LoadClient {

    /** As it stands in tables. */
    String label();

    /**
     * Runs one row against a server on loopback.
     *
     * @throws IOException if no connection can be made, or the client cannot be run
     * @throws InterruptedException if interrupted while it runs
     */
    Sample run(int port, Row row, Duration time) throws IOException, InterruptedException;
}
