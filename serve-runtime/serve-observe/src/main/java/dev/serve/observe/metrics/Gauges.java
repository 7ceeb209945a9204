package dev.serve.observe.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Registers what is looked at when somebody asks, and takes it away again. One thread. */
final class Gauges implements AutoCloseable {

    private final MeterRegistry registry;
    private final List<Meter> made = new ArrayList<>();

    Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What is now; {@code tags} are names and values in turn. */
    void gauge(MeterName name, DoubleSupplier value, String... tags) {
        made.add(
                Gauge.builder(name.id(), value::getAsDouble)
                        .description(name.doc())
                        .baseUnit(name.unit().text())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry));
    }

    /** What has happened since the start. */
    void counter(MeterName name, DoubleSupplier value, String... tags) {
        // The meter keeps no strong reference to what it asks: the list does.
        Asked asked = new Asked(value);
        kept.add(asked);
        made.add(
                FunctionCounter.builder(name.id(), asked, Asked::now)
                        .description(name.doc())
                        .baseUnit(name.unit().text())
                        .tags(tags)
                        .register(registry));
    }

    private final List<Asked> kept = new ArrayList<>();

    private record Asked(DoubleSupplier value) {
        double now() {
            return value.getAsDouble();
        }
    }

    @Override
    public void close() {
        made.forEach(registry::remove);
        kept.clear();
    }
}
