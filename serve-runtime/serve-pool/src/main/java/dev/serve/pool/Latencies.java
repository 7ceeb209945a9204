package dev.serve.pool;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long requests took, as a histogram: a bucket is an eighth of a power of two wide, so its
 * middle is at most 7 % off. From 1 µs to 73 minutes; what is outside counts as the nearest. One
 * thread.
 */
final class Latencies {

    /** How many buckets there are: eight for each of 32 powers of two. */
    static final int BUCKETS = 32 * 8;

    /** The first power of two. */
    private static final int FIRST = 10;

    final long[] counts = new long[BUCKETS];
    long failed;
    long nanos;

    /** Where a duration is counted. */
    static int bucket(long nanos) {
        long counted = Math.max(nanos, 1L << FIRST);
        int power = 63 - Long.numberOfLeadingZeros(counted);
        int eighth = (int) (counted >>> (power - 3)) & 7;
        return Math.min((power - FIRST) * 8 + eighth, BUCKETS - 1);
    }

    /** The middle of a bucket, in nanoseconds. */
    static long middle(int bucket) {
        int power = FIRST + bucket / 8;
        long width = 1L << (power - 3);
        return (1L << power) + bucket % 8 * width + width / 2;
    }

    long count() {
        return Arrays.stream(counts).sum();
    }

    Duration average() {
        long count = count();
        return count == 0 ? Duration.ZERO : Duration.ofNanos(nanos / count);
    }

    double failedShare() {
        long count = count();
        return count == 0 ? 0 : (double) failed / count;
    }

    /** So long took the fastest {@code share} of all at most; zero without any. */
    Duration percentile(double share) {
        long rank = (long) Math.ceil(count() * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return Duration.ofNanos(middle(i));
            }
        }
        return Duration.ZERO;
    }
}
