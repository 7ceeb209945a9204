package dev.serve.grpc.call;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The calls of one listener that are in work. Thread-safe. */
public final class Counts {

    private final AtomicInteger inWork = new AtomicInteger();

    /** None yet. */
    public Counts() {}

    /** Calls in work. */
    public int inWork() {
        return inWork.get();
    }

    /**
     * Lets one more in.
     *
     * @param most how many there may be; null without end
     * @return false if there are so many already
     */
    boolean enter(@Nullable Integer most) {
        int now = inWork.incrementAndGet();
        if (most != null && now > most) {
            inWork.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inWork.decrementAndGet();
    }
}
