package dev.serve.api;

import dev.serve.api.config.ShutdownStep;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a stop went. Immutable.
 *
 * @param took from the call of stop to its end
 * @param inFlightAtStart requests that were being served when the stop began
 * @param finished of those connections that were open, how many ended by themselves or when idle
 * @param cut connections closed with work in them when the deadline had passed, or by a second stop
 * @param cutByProtocol of these, how many spoke each protocol, such as {@code h2}
 * @param steps the steps in their order; those that were skipped too
 * @param failures what failed or was not done in time, in words; the stop went on without it
 */
public record ShutdownReport(
        Duration took,
        int inFlightAtStart,
        int finished,
        int cut,
        Map<String, Integer> cutByProtocol,
        List<Step> steps,
        List<String> failures) {

    /** Copies the collections. */
    public ShutdownReport {
        cutByProtocol = Collections.unmodifiableMap(new TreeMap<>(cutByProtocol));
        steps = List.copyOf(steps);
        failures = List.copyOf(failures);
    }

    /** A stop of which nothing more is known. */
    public ShutdownReport(Duration took, int inFlightAtStart, int finished, int cut) {
        this(took, inFlightAtStart, finished, cut, Map.of(), List.of(), List.of());
    }

    /**
     * One step.
     *
     * @param step which
     * @param skipped whether it was left out
     * @param took how long it took
     * @param before what was inside when it began
     * @param after what was inside when it ended
     * @param failure what went wrong; null if nothing did
     */
    public record Step(
            ShutdownStep step,
            boolean skipped,
            Duration took,
            Count before,
            Count after,
            @Nullable String failure) {

        /** For logs: the step, its time, and what was inside before and after. */
        @Override
        public String toString() {
            if (skipped) {
                return step.text() + ": skipped";
            }
            return "%s: %d ms, %d to %d connections, %d to %d requests%s"
                    .formatted(
                            step.text(),
                            took.toMillis(),
                            before.connections(),
                            after.connections(),
                            before.requests(),
                            after.requests(),
                            failure == null ? "" : ", failed: " + failure);
        }
    }

    /**
     * What was inside at one moment.
     *
     * @param connections open connections
     * @param requests requests being served
     * @param work what is in work, by protocol, as {@link dev.serve.api.pool.PoolView#inWork}
     */
    public record Count(int connections, int requests, Map<String, Integer> work) {

        /** Copies the map. */
        public Count {
            work = Collections.unmodifiableMap(new TreeMap<>(work));
        }
    }
}
