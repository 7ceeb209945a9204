package dev.serve.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that tests move by hand: nanoseconds for durations, instants for dates, both together. It
 * begins at 2026-01-01T00:00:00Z. Its nanoseconds begin ten seconds before they overflow, as {@link
 * System#nanoTime} may: code that compares two readings instead of their difference fails early.
 *
 * <p>Any thread may read and move it.
 */
public final class MovableClock implements InstantSource {

    private static final Reading START =
            new Reading(
                    Long.MAX_VALUE - Duration.ofSeconds(10).toNanos(),
                    Instant.parse("2026-01-01T00:00:00Z"));

    private volatile Reading now = START; // written under this

    private record Reading(long nanos, Instant instant) {}

    /** A clock at its beginning. */
    public MovableClock() {}

    /** In place of {@link System#nanoTime}. */
    public long nanoTime() {
        return now.nanos();
    }

    /** {@link #nanoTime} for whoever takes a supplier. */
    public LongSupplier nanos() {
        return this::nanoTime;
    }

    @Override
    public Instant instant() {
        return now.instant();
    }

    /**
     * Moves both forward.
     *
     * @throws IllegalArgumentException if {@code by} is negative
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("advance: " + by + " (expected: not negative)");
        }
        now = new Reading(now.nanos() + by.toNanos(), now.instant().plus(by));
    }

    /** Sets the date alone, backwards too, as an administrator may; durations do not notice. */
    public synchronized void set(Instant instant) {
        now = new Reading(now.nanos(), instant);
    }
}
