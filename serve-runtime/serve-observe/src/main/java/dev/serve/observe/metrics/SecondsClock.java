package dev.serve.observe.metrics;

import io.micrometer.core.instrument.Clock;
import java.time.InstantSource;

/**
 * A clock that Micrometer may ask for the time of day twice for each observation: it only wants to
 * know whether a window of minutes has passed, and a reading costs as much as all the counting. It
 * goes on when somebody ticks. Any thread.
 */
final class SecondsClock implements Clock {

    private static final InstantSource DATE = InstantSource.system();

    private volatile long wall = DATE.millis();

    /** To be called about once a second. */
    void tick() {
        wall = DATE.millis();
    }

    @Override
    public long wallTime() {
        return wall;
    }

    @Override
    public long monotonicTime() {
        return System.nanoTime();
    }
}
