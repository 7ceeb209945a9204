package dev.serve.observe;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/** Reads the text format with a parser that is not ours. */
final class PrometheusText {

    private PrometheusText() {}

    static List<String> families(String text) {
        return all(text).stream().map(MetricFamily::getName).toList();
    }

    /** The value of a family of one. */
    static double value(String text, String name) {
        List<Metric> metrics =
                all(text).stream()
                        .filter(family -> family.getName().equals(name))
                        .flatMap(family -> family.getMetrics().stream())
                        .toList();
        if (metrics.size() != 1) {
            throw new AssertionError(name + ": " + metrics);
        }
        return switch (metrics.getFirst()) {
            case Gauge gauge -> gauge.getValue();
            case Counter counter -> counter.getValue();
            default -> throw new AssertionError(name + ": " + metrics);
        };
    }

    private static List<MetricFamily> all(String text) {
        CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
        new TextPrometheusMetricsProcessor(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), walker)
                .walk();
        return walker.getAllMetricFamilies();
    }
}
