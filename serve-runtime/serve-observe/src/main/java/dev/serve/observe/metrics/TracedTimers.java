package dev.serve.observe.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes timers, and puts what they remember of traces into what is scraped. Micrometer's own
 * exemplars ask for the span that is current where something is counted; a request is counted when
 * its span has ended. Any thread.
 */
final class TracedTimers extends PrometheusRegistry {

    private final Map<String, Map<Labels, TracedTimer>> families = new ConcurrentHashMap<>();

    /** A timer that is registered there; {@code tags} are names and values in turn. */
    TracedTimer timer(MeterRegistry registry, MeterName name, String... tags) {
        Timer timer =
                Timer.builder(name.id())
                        .description(name.doc())
                        .tags(tags)
                        .serviceLevelObjectives(TracedTimer.BUCKETS.toArray(Duration[]::new))
                        .register(registry);
        return families.computeIfAbsent(name.prometheus(), _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(Labels.of(tags), _ -> new TracedTimer(timer));
    }

    @Override
    public MetricSnapshots scrape() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        for (MetricSnapshot snapshot : super.scrape()) {
            all.metricSnapshot(
                    snapshot instanceof HistogramSnapshot histogram ? traced(histogram) : snapshot);
        }
        return all.build();
    }

    private HistogramSnapshot traced(HistogramSnapshot histogram) {
        Map<Labels, TracedTimer> timers = families.get(histogram.getMetadata().getPrometheusName());
        if (timers == null) {
            return histogram;
        }
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        for (HistogramDataPointSnapshot point : histogram.getDataPoints()) {
            TracedTimer timer = timers.get(point.getLabels());
            points.add(timer == null ? point : with(point, timer.exemplars()));
        }
        return new HistogramSnapshot(histogram.getMetadata(), points);
    }

    private static HistogramDataPointSnapshot with(
            HistogramDataPointSnapshot point, Exemplars exemplars) {
        return exemplars.size() == 0
                ? point
                : new HistogramDataPointSnapshot(
                        point.getClassicBuckets(),
                        point.getSum(),
                        point.getLabels(),
                        exemplars,
                        point.getCreatedTimestampMillis());
    }
}
