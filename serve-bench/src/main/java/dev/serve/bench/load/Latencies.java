package dev.serve.bench.load;

import java.util.stream.IntStream;

/**
 * Times of answers, counted in buckets of at most 3 % of their value. Not thread-safe: one for each
 * connection, put together afterwards.
 */
final class Latencies {

    /** Buckets of each power of two; 2^5 of them. */
    private static final int STEP_BITS = 5;

    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[STEPS * (Long.SIZE - STEP_BITS + 1)];
    private long total;

    void add(long nanos) {
        counts[bucket(nanos)]++;
        total++;
    }

    void addAll(Latencies others) {
        IntStream.range(0, counts.length).forEach(i -> counts[i] += others.counts[i]);
        total += others.total;
    }

    long total() {
        return total;
    }

    /** The time within which that share of answers came, in microseconds; 0 without answers. */
    double micros(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return lowest(bucket) / 1e3;
            }
        }
        return 0;
    }

    /** Exact below {@link #STEPS}; above, the leading bits. */
    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) Math.max(0, nanos);
        }
        int shift = Long.SIZE - Long.numberOfLeadingZeros(nanos) - 1 - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long lowest(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return (long) (bucket % STEPS + STEPS) << shift;
    }
}
