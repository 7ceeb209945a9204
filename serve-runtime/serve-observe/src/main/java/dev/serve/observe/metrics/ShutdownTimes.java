package dev.serve.observe.metrics;

import dev.serve.api.config.ShutdownStep;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How long each step of the stop has taken. Any thread. */
final class ShutdownTimes {

    private final Gauges gauges;
    private final LongSupplier nanoTime;

    // Guarded by this object's monitor.
    private final Map<ShutdownStep, Long> began = new EnumMap<>(ShutdownStep.class);
    private final Map<ShutdownStep, Long> ended = new EnumMap<>(ShutdownStep.class);
    private @Nullable ShutdownStep current;

    ShutdownTimes(MeterRegistry registry, LongSupplier nanoTime) {
        this.gauges = new Gauges(registry);
        this.nanoTime = nanoTime;
    }

    synchronized void begins(ShutdownStep step) {
        end();
        began.put(step, nanoTime.getAsLong());
        current = step;
        gauges.gauge(MeterName.SHUTDOWN_STEP, () -> seconds(step), "step", step.text());
    }

    synchronized void end() {
        if (current != null) {
            ended.put(current, nanoTime.getAsLong());
            current = null;
        }
    }

    private synchronized double seconds(ShutdownStep step) {
        long from = began.getOrDefault(step, 0L);
        long to = ended.getOrDefault(step, nanoTime.getAsLong());
        return (to - from) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
