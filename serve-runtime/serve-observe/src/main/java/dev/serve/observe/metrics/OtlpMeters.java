package dev.serve.observe.metrics;

import dev.serve.api.config.SecretValues;
import dev.serve.observe.otlp.OtlpEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends all meters to a collector again and again, as OTLP. Any thread. */
final class OtlpMeters implements AutoCloseable {

    private static final Duration LAST = Duration.ofSeconds(2);

    private final OtlpEndpoint endpoint;
    private final OtlpMeterRegistry registry;

    /**
     * Begins to send what is added to {@link #registry}.
     *
     * @param address such as {@code http://127.0.0.1:4318/v1/metrics}
     * @param service what the server is called ({@code service.name})
     */
    OtlpMeters(String address, Duration interval, String service) {
        this.endpoint = new OtlpEndpoint(address);
        this.registry =
                OtlpMeterRegistry.builder(
                                new Config(
                                        SecretValues.withoutUserInfo(address), interval, service))
                        .threadFactory(
                                Thread.ofPlatform().daemon().name("serve-observe-otlp").factory())
                        .metricsSender(request -> endpoint.send(request.getMetricsData(), "meters"))
                        .build();
    }

    /** What is registered here is sent. */
    MeterRegistry registry() {
        return registry;
    }

    /** Sends once more, for two seconds at most, and ends. */
    @Override
    public void close() {
        Thread last = Thread.ofVirtual().name("serve-observe-otlp-last").start(registry::close);
        try {
            if (!last.join(LAST)) {
                endpoint.close();
                last.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endpoint.close();
    }

    /**
     * What Micrometer wants to know; the rest is as it has it.
     *
     * @param url what it says in its log, for it is not the one who sends
     */
    private record Config(String url, Duration step, String service) implements OtlpConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public Map<String, String> resourceAttributes() {
            return Map.of("service.name", service);
        }

        @Override
        public TimeUnit baseTimeUnit() {
            return TimeUnit.SECONDS;
        }
    }
}
