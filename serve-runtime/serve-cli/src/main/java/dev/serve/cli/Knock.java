package dev.serve.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a listener is there, as a client on this machine finds it: it accepts a connection and,
 * where plain HTTP/1.1 is spoken, answers a request.
 *
 * @param name of the listener
 * @param took until it was known
 * @param failure why it is not there; null if it is
 */
record Knock(String name, Duration took, @Nullable String failure) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String ANSWER = "HTTP/1.1 ";

    /** Any server answers it, whatever its routes (RFC 9110 section 9.3.7). */
    private static final String REQUEST =
            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    static Knock at(RunState.Listening listener) {
        long begun = System.nanoTime();
        String failure = null;
        try (Link link = Link.to(listener, null, PATIENCE)) {
            if (isAsked(listener)) {
                link.send(REQUEST);
                expect(
                        new String(
                                link.in().readNBytes(ANSWER.length()), StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            failure = words(e);
        }
        return new Knock(listener.name(), Duration.ofNanos(System.nanoTime() - begun), failure);
    }

    /** Whether more than a connection is tried. */
    static boolean isAsked(RunState.Listening listener) {
        return listener.asked() && !listener.secure();
    }

    /** Why a connection failed. */
    static String words(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    boolean isThere() {
        return failure == null;
    }

    private static void expect(String answer) throws IOException {
        if (!answer.equals(ANSWER)) {
            throw new IOException(
                    answer.isEmpty() ? "closed without an answer" : "not HTTP: " + answer);
        }
    }
}
