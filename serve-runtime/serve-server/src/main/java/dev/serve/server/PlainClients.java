package dev.serve.server;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Clients that speak no TLS on a listener that does: they are told so, where an engine can. */
final class PlainClients {

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_DROPPED = 64 * 1024;

    private PlainClients() {}

    /** Answers in plain text, and reads on for a moment so that a reset does not take it away. */
    static void answer(Detector detector, byte[] firstBytes, Wire plain) throws IOException {
        byte[] answer = detector.tlsExpected(firstBytes);
        if (answer.length == 0) {
            return;
        }
        plain.put(answer, 0, answer.length);
        plain.closeOutput();
        long end = System.nanoTime() + LINGER_NANOS;
        int dropped = 0;
        long left = LINGER_NANOS;
        while (left > 0 && dropped < MAX_DROPPED) {
            dropped += plain.available();
            plain.consume(plain.available());
            if (!plain.more(left)) {
                return;
            }
            left = end - System.nanoTime();
        }
    }
}
