package dev.serve.pool;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection as its pool sees it. Called by any thread; no method waits for the peer. */
public interface Pooled {

    /**
     * Finish what is inside, take nothing new, then close; closes at once when nothing is inside.
     */
    void drain();

    /** Whether something is in work besides requests: a session that says goodbye. */
    default boolean isInWork() {
        return false;
    }

    /** What is in work on it, by protocol. */
    default Map<String, Integer> work() {
        return Map.of();
    }

    /** Messages, events or frames on it that wait for the peer. */
    default int waiting() {
        return 0;
    }

    /**
     * The time to finish in has passed: what is inside is told so in its protocol's words, if it
     * has any, then close. May be called again.
     */
    default void cut() {
        abort();
    }

    /** The thread that serves it; null before it has begun. */
    default @Nullable Thread thread() {
        return null;
    }

    /** Close now. A handler is not interrupted; it learns at its next read or write. */
    void abort();

    /** Interrupts the thread of the connection; after {@link #abort}. */
    void interrupt();

    /**
     * {@code pool.request-timeout} has passed, or the body comes too slowly or not at all, and no
     * answer has begun: answer in place of the handler, then close. The engine finds at {@link
     * dev.serve.api.spi.ConnectionObserver#answerBegins} that it may not answer any longer.
     *
     * @param bodyUnfinished whether the request's body is not read to its end: 408, else 503
     */
    void answerTimeout(boolean bodyUnfinished);
}
