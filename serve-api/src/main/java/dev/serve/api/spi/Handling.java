package dev.serve.api.spi;

import org.jspecify.annotations.Nullable;

/** A handler at work on a connection that carries several requests at a time. Any thread. */
public interface Handling {

    /** The thread that it runs in; null before it has begun and after it has ended. */
    @Nullable Thread thread();

    /** When its request came, of the clock of {@link System#nanoTime}. */
    long beganNanos();

    /** Whether the handler has come to its end. */
    boolean hasEnded();
}
