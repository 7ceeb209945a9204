package dev.serve.observe.history;

import dev.serve.api.observe.MeterHistory.Point;
import dev.serve.api.observe.MeterHistory.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One figure over time: each second of 5 minutes, each 10 seconds of an hour, each minute of a day.
 * Thread-safe.
 */
final class Rings {

    /**
     * Who asks for all that a ring keeps comes a little late: its oldest value has gone by then.
     */
    private static final long LATE_SECONDS = 10;

    private final String meter;
    private final String unit;
    private final boolean peaks;

    // Guarded by this object's monitor, with what is in them.
    private final Ring seconds = new Ring(1, 300);
    private final Ring tens = new Ring(10, 360);
    private final Ring minutes = new Ring(60, 1_440);
    private final Gathered ten = new Gathered(tens);
    private final Gathered minute = new Gathered(minutes);

    /**
     * Rings without values.
     *
     * @param peaks whether the greatest of several values is kept, not their mean
     */
    Rings(String meter, String unit, boolean peaks) {
        this.meter = meter;
        this.unit = unit;
        this.peaks = peaks;
    }

    /** The values of one step so far. */
    private final class Gathered {
        private final Ring ring;
        private long step = Long.MIN_VALUE;
        private double sum;
        private double greatest;
        private int count;

        Gathered(Ring ring) {
            this.ring = ring;
        }

        void add(long second, double value) {
            long now = Math.floorDiv(second, ring.stepSeconds());
            if (now != step) {
                step = now;
                sum = 0;
                greatest = Double.NEGATIVE_INFINITY;
                count = 0;
            }
            sum += value;
            greatest = Math.max(greatest, value);
            count++;
            ring.put(second, peaks ? greatest : sum / count);
        }
    }

    /** What was measured in a second, counted from the epoch. */
    synchronized void add(long second, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        seconds.put(second, value);
        ten.add(second, value);
        minute.add(second, value);
    }

    /**
     * The values of a time.
     *
     * @param now seconds of the epoch: how far rings reach back is counted from here
     */
    synchronized Series range(Instant from, Instant to, Duration step, long now) {
        Ring ring = ring(from.getEpochSecond(), step, now);
        long distance = Math.max(ring.stepSeconds(), step.toSeconds());
        distance -= distance % ring.stepSeconds();
        List<Point> points = new ArrayList<>();
        long first = Math.max(from.getEpochSecond(), now - ring.spanSeconds());
        long begin = Math.floorDiv(first, distance) * distance;
        long end = Math.min(to.getEpochSecond(), now + 1);
        // A step may be longer than all that is kept.
        long oldest = Math.floorDiv(first, ring.stepSeconds()) * ring.stepSeconds();
        for (long at = begin; at < end; at += distance) {
            double value = over(ring, Math.max(at, oldest), Math.min(at + distance, end));
            if (!Double.isNaN(value)) {
                points.add(new Point(Instant.ofEpochSecond(at), value));
            }
        }
        return new Series(meter, unit, Duration.ofSeconds(distance), points);
    }

    /** The finest one that reaches back far enough and is not finer than what is asked for. */
    private Ring ring(long from, Duration step, long now) {
        for (Ring ring : List.of(minutes, tens, seconds)) {
            boolean fits = ring.stepSeconds() <= Math.max(1, step.toSeconds());
            if (fits && reachesBack(ring, from, now)) {
                return ring;
            }
        }
        for (Ring ring : List.of(seconds, tens)) {
            if (reachesBack(ring, from, now)) {
                return ring;
            }
        }
        return minutes;
    }

    private static boolean reachesBack(Ring ring, long from, long now) {
        return from >= now - ring.spanSeconds() - LATE_SECONDS;
    }

    private double over(Ring ring, long from, long to) {
        double sum = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        int count = 0;
        for (long at = from; at < to; at += ring.stepSeconds()) {
            double value = ring.get(at);
            if (!Double.isNaN(value)) {
                sum += value;
                greatest = Math.max(greatest, value);
                count++;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        return peaks ? greatest : sum / count;
    }
}
