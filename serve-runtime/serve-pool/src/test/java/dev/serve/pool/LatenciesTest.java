package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long LEAST = 1L << 10;
    private static final long MOST = (1L << 42) - 1;

    @Property
    void theMiddleOfABucketIsNear(@ForAll @LongRange(min = LEAST, max = MOST) long nanos) {
        long middle = Latencies.middle(Latencies.bucket(nanos));
        assertThat((double) middle).isCloseTo((double) nanos, within(nanos * 0.07));
    }

    @Property
    void longerIsNeverInALowerBucket(
            @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        assertThat(Latencies.bucket(Math.min(one, other)))
                .isLessThanOrEqualTo(Latencies.bucket(Math.max(one, other)));
    }

    @Property
    void percentilesAreThoseOfTheSortedValues(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = LEAST, max = MOST) Long> all) {
        Latencies latencies = new Latencies();
        all.forEach(nanos -> latencies.counts[Latencies.bucket(nanos)]++);
        List<Long> sorted = all.stream().sorted().toList();
        for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
            long exact = sorted.get((int) Math.ceil(sorted.size() * share) - 1);
            assertThat((double) latencies.percentile(share).toNanos())
                    .isCloseTo((double) exact, within(exact * 0.07));
        }
    }

    @Test
    void whatIsOutsideCountsAsTheNearest() {
        assertThat(Latencies.bucket(0)).isZero();
        assertThat(Latencies.bucket(-5)).isZero();
        assertThat(Latencies.bucket(Long.MAX_VALUE)).isEqualTo(Latencies.BUCKETS - 1);
    }
}
