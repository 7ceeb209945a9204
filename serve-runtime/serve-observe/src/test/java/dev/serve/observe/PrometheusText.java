package dev.serve.observe;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/** Reads the text format with a parser that is not ours. */
final class PrometheusText {

    private static final Set<String> OTHER_UNITS =
            Set.of(
                    "ms",
                    "milliseconds",
                    "us",
                    "ns",
                    "nanoseconds",
                    "minutes",
                    "hours",
                    "days",
                    "weeks",
                    "kb",
                    "kilobytes",
                    "mb",
                    "megabytes",
                    "mib",
                    "bits",
                    "percent");

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

    /**
     * What {@code promtool check metrics} finds fault with, and what no scraper would take: each
     * family has one help and one type before its samples, counters alone end in _total, units are
     * base units, and no series is there twice.
     */
    static List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        Map<String, String> types = new HashMap<>();
        Set<String> helped = new HashSet<>();
        Set<String> series = new HashSet<>();
        boolean open = text.endsWith("# EOF\n");
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                if (!helped.add(words[2]) || words.length < 4 || words[3].isBlank()) {
                    faults.add("help: " + line);
                }
            } else if (line.startsWith("# TYPE ")) {
                if (types.put(words[2], words[3]) != null) {
                    faults.add("type: " + line);
                }
                faults.addAll(nameFaults(words[2], words[3], open));
            } else if (!line.equals("# EOF")) {
                int labels = line.indexOf("} ");
                String key = line.substring(0, labels < 0 ? line.indexOf(' ') : labels + 1);
                if (!series.add(key)) {
                    faults.add("twice: " + line);
                }
                String family = key.replaceFirst("\\{.*", "");
                if (!types.containsKey(family)
                        && !types.containsKey(
                                family.replaceFirst("_(bucket|count|sum|total)$", ""))) {
                    faults.add("before its type: " + line);
                }
            }
        }
        types.keySet().stream().filter(name -> !helped.contains(name)).forEach(faults::add);
        return faults;
    }

    private static List<String> nameFaults(String name, String type, boolean open) {
        List<String> faults = new ArrayList<>();
        if (!name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
            faults.add("name: " + name);
        }
        // In OpenMetrics the family has the name, and its sample the suffix.
        if ((!open && type.equals("counter")) != name.endsWith("_total")) {
            faults.add("_total: " + name);
        }
        for (String word : name.split("_", -1)) {
            if (OTHER_UNITS.contains(word) || word.equals(type)) {
                faults.add("unit or type: " + name);
            }
        }
        if (name.matches(".*_(bucket|count|sum)")) {
            faults.add("suffix: " + name);
        }
        return faults;
    }

    private static List<MetricFamily> all(String text) {
        CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
        new TextPrometheusMetricsProcessor(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), walker)
                .walk();
        return walker.getAllMetricFamilies();
    }
}
