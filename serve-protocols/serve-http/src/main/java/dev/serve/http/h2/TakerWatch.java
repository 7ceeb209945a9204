package dev.serve.http.h2;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.spi.StreamTaker;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells a protocol what becomes of its stream, each thing once. Thread-safe. */
final class TakerWatch {

    private static final System.Logger LOG = System.getLogger(TakerWatch.class.getName());

    private final StreamTaker taker;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();

    TakerWatch(StreamTaker taker) {
        this.taker = taker;
    }

    void closing() {
        tell(closing, taker::closing);
    }

    void lost() {
        tell(lost, taker::lost);
    }

    /** Whoever tells has a connection to look after. */
    private static void tell(AtomicBoolean told, Runnable call) {
        if (told.compareAndSet(false, true)) {
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.log(WARNING, "a protocol cannot be told of the end of its stream", e);
            }
        }
    }
}
