package dev.serve.observe.history;

import java.util.Arrays;

/**
 * The last values of one figure at one distance. A value stands for the time from its beginning to
 * the next; what was never measured is not a number. Guarded by whoever has it.
 */
final class Ring {

    private final long stepSeconds;
    private final double[] values;

    /** The step that was written last, counted from the epoch. */
    private long last = Long.MIN_VALUE;

    Ring(long stepSeconds, int size) {
        this.stepSeconds = stepSeconds;
        this.values = new double[size];
        Arrays.fill(values, Double.NaN);
    }

    long stepSeconds() {
        return stepSeconds;
    }

    /** How far it reaches back. */
    long spanSeconds() {
        return stepSeconds * values.length;
    }

    /** Writes the value of a step; steps that were left out since the last are not numbers. */
    void put(long second, double value) {
        long step = Math.floorDiv(second, stepSeconds);
        if (last != Long.MIN_VALUE) {
            long first = Math.max(last + 1, step - values.length + 1);
            for (long skipped = first; skipped < step; skipped++) {
                values[at(skipped)] = Double.NaN;
            }
        }
        if (last == Long.MIN_VALUE || step >= last) {
            values[at(step)] = value;
            last = step;
        }
    }

    /** The value of the step that a second is in; not a number if it is not kept. */
    double get(long second) {
        long step = Math.floorDiv(second, stepSeconds);
        return last == Long.MIN_VALUE || step > last || step <= last - values.length
                ? Double.NaN
                : values[at(step)];
    }

    private int at(long step) {
        return (int) Math.floorMod(step, (long) values.length);
    }
}
