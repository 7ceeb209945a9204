package dev.serve.cli;

import io.helidon.json.JsonNumber;
import io.helidon.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The live counters of a server at one moment, as its admin API sends them once a second; rates are
 * those since the moment before. Immutable.
 *
 * @param now what was sent
 * @param before what was sent before that; null for the first
 */
record Counters(JsonObject now, @Nullable JsonObject before) {

    Instant time() {
        return Instant.ofEpochMilli(now.longValue("time", 0));
    }

    Duration uptime() {
        return Duration.ofMillis(now.longValue("uptimeMillis", 0));
    }

    List<JsonObject> listeners() {
        return Json.objects(now, "listeners");
    }

    /** A figure of all listeners together. */
    long sum(String name) {
        return listeners().stream().mapToLong(each -> each.longValue(name, 0)).sum();
    }

    /** How much a counter of all listeners grows in a second; empty for the first moment. */
    double rate(String name) {
        return listeners().stream().mapToDouble(each -> rate(each, name)).sum();
    }

    /** How much a counter of one listener grows in a second; 0 where nothing is known of before. */
    double rate(JsonObject listener, String name) {
        String of = listener.stringValue("name", "");
        return before == null
                ? 0
                : Json.objects(before, "listeners").stream()
                        .filter(each -> each.stringValue("name", "").equals(of))
                        .mapToDouble(each -> perSecond(listener, each, number(name)))
                        .sum();
    }

    /** Requests a second of a listener: of this second, or of the last minute at first. */
    double requests(JsonObject listener) {
        return before == null
                ? listener.doubleValue("requestsPerSecond", 0)
                : rate(listener, "requests");
    }

    /** Requests a second of all. */
    double requests() {
        return listeners().stream().mapToDouble(this::requests).sum();
    }

    /** The share of one processor that it uses, 1 for one; less than 0 where it is not known. */
    double processors() {
        return before == null || !now.containsKey("cpuMillis")
                ? -1
                : perSecond(now, before, number("cpuMillis")) / 1_000;
    }

    private double perSecond(
            JsonObject later, JsonObject earlier, ToDoubleFunction<JsonObject> of) {
        double seconds =
                before == null
                        ? 0
                        : (now.longValue("time", 0) - before.longValue("time", 0)) / 1_000.0;
        // A listener that was built anew counts from 0 again.
        return seconds <= 0
                ? 0
                : Math.max(0, of.applyAsDouble(later) - of.applyAsDouble(earlier)) / seconds;
    }

    private static ToDoubleFunction<JsonObject> number(String name) {
        return object -> object.doubleValue(name, 0);
    }

    /** Open connections by protocol. */
    Map<String, Long> connections() {
        Map<String, Long> counts = new TreeMap<>();
        for (JsonObject listener : listeners()) {
            JsonObject of = listener.objectValue("connections", JsonObject.empty());
            for (String protocol : of.keysAsStrings()) {
                of.value(protocol)
                        .filter(JsonNumber.class::isInstance)
                        .ifPresent(
                                count ->
                                        counts.merge(
                                                protocol, count.asNumber().longValue(), Long::sum));
            }
        }
        return counts;
    }
}
