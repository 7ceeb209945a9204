package dev.serve.observe.metrics;

import dev.serve.api.observe.TraceIds;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A timer that remembers the last traced observation of each of its buckets (exemplars of
 * OpenMetrics). What was not traced costs what the timer costs: no lock and no allocation. Any
 * thread.
 */
final class TracedTimer {

    /** Upper bounds of the buckets; what is above is in one more. */
    static final List<Duration> BUCKETS =
            IntStream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                    .mapToObj(Duration::ofMillis)
                    .toList();

    private static final long[] BOUNDS = BUCKETS.stream().mapToLong(Duration::toNanos).toArray();
    private static final InstantSource DATE = InstantSource.system();
    private static final double A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Timer timer;

    /** Made with the first traced observation: most timers never see one. */
    private volatile @Nullable AtomicReferenceArray<@Nullable Exemplar> traced;

    TracedTimer(Timer timer) {
        this.timer = timer;
    }

    /** Counts what took so long; {@code trace} is its span, if somebody records one. */
    void record(long nanos, @Nullable TraceIds trace) {
        timer.record(nanos, TimeUnit.NANOSECONDS);
        if (trace != null) {
            Exemplar exemplar =
                    Exemplar.builder()
                            .value(nanos / A_SECOND)
                            .traceId(trace.traceId())
                            .spanId(trace.spanId())
                            .timestampMillis(DATE.millis())
                            .build();
            remembered().set(bucket(nanos), exemplar);
        }
    }

    private AtomicReferenceArray<@Nullable Exemplar> remembered() {
        AtomicReferenceArray<@Nullable Exemplar> known = traced;
        if (known == null) {
            synchronized (this) {
                known = traced;
                if (known == null) {
                    known = new AtomicReferenceArray<>(BOUNDS.length + 1);
                    traced = known;
                }
            }
        }
        return known;
    }

    private static int bucket(long nanos) {
        int at = Arrays.binarySearch(BOUNDS, nanos);
        return at < 0 ? -at - 1 : at;
    }

    /** What was remembered; empty if nothing was traced. */
    Exemplars exemplars() {
        AtomicReferenceArray<@Nullable Exemplar> known = traced;
        return known == null
                ? Exemplars.EMPTY
                : Exemplars.of(
                        IntStream.range(0, known.length())
                                .mapToObj(known::get)
                                .filter(Objects::nonNull)
                                .toList());
    }
}
