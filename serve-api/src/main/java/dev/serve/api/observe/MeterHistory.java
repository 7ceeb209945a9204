package dev.serve.api.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Meters over time, kept in memory of a fixed size: each second of the last 5 minutes, each 10
 * seconds of the last hour, each minute of the last day. Any thread.
 */
public interface MeterHistory {

    /** The meters that are kept, such as {@code requests.rate}, in order. */
    List<String> meters();

    /**
     * A meter over a time. The finest resolution that reaches back to {@code from} is taken; when
     * {@code step} is longer, each point is the mean of those in its step, or the greatest for a
     * meter whose peaks matter.
     *
     * @param from the beginning, which may lie before what is kept
     * @param to the end, not included
     * @param step the distance of the points; raised to the resolution that is kept
     * @throws IllegalArgumentException if there is no such meter, {@code from} is not before {@code
     *     to}, or {@code step} is not positive
     */
    Series range(String meter, Instant from, Instant to, Duration step);

    /**
     * A meter over time. Immutable.
     *
     * @param meter its name
     * @param unit such as {@code 1/s}, {@code s}, {@code bytes}; empty for a plain number
     * @param step the distance of the points
     * @param points in order; times at which nothing was measured are left out
     */
    record Series(String meter, String unit, Duration step, List<Point> points) {

        /** Copies the list. */
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * One value. Immutable.
     *
     * @param at the beginning of its step
     * @param value what was measured in it
     */
    record Point(Instant at, double value) {}
}
