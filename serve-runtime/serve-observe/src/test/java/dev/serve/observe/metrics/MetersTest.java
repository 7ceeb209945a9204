package dev.serve.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.config.MetricsConfig;
import dev.serve.api.config.ShutdownStep;
import dev.serve.api.event.ServerEvent;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.service.registry.Services;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Meters meters = new Meters(MetricsConfig.builder().build(), "orders");

    private void looking(Consumer<Server> test) {
        Server server =
                Server.builder()
                        .listener("web", web -> web.port(0))
                        .set("observe.metrics.enabled", "false")
                        .build()
                        .start();
        try {
            meters.start(server);
            test.accept(server);
        } finally {
            meters.close();
            server.stop();
        }
    }

    @Test
    void pinnedThreadsAreCountedWithTheirTime() {
        looking(
                _ -> {
                    Timer pinned = meters.registry().get(MeterName.JVM_VIRTUAL_PINNED.id()).timer();
                    assertThat(pinned.count()).isZero();

                    meters.happened(pinned("one", Duration.ofMillis(30)));
                    meters.happened(pinned("two", Duration.ofMillis(70)));

                    assertThat(pinned.count()).isEqualTo(2);
                    assertThat(pinned.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(100);
                    assertThat(meters.text(TEXT))
                            .contains(
                                    "jvm_threads_virtual_pinned_seconds_bucket{le=\"0.05\"} 1",
                                    "jvm_threads_virtual_pinned_seconds_count 2");
                });
    }

    private static ServerEvent pinned(String thread, Duration time) {
        return new ServerEvent.ThreadPinned(thread, time, "native", List.of());
    }

    @Test
    void garbageCollectionAndVirtualThreadsAreTold() {
        looking(
                _ -> {
                    System.gc();
                    assertThat(meters.text(TEXT))
                            .containsPattern(
                                    "jvm_gc_collections_total\\{collector=\"[^\"]+\"} [1-9]")
                            .containsPattern(
                                    "jvm_gc_time_seconds_total\\{collector=\"[^\"]+\"} [0-9]")
                            .containsPattern("jvm_threads_carriers [1-9]")
                            .contains(
                                    "jvm_threads_virtual_mounted ", "jvm_threads_virtual_queued ");
                });
    }

    @Test
    void whatIsAddedToMicrometersOwnRegistryIsToldWhileTheServerRuns() {
        var orders = Metrics.counter("orders.taken", "kind", "test");
        try {
            looking(
                    _ -> {
                        orders.increment(3);
                        assertThat(meters.text(TEXT))
                                .contains("orders_taken_total{kind=\"test\"} 3");
                    });
            orders.increment();
            assertThat(meters.text(TEXT)).contains("orders_taken_total{kind=\"test\"} 3");
        } finally {
            Metrics.globalRegistry.remove(orders);
        }
    }

    @Test
    void whatIsCountedByHelidonsApiIsToldWhereItsProviderIsThere() {
        MeterRegistry helidon = Services.get(MeterRegistry.class);
        Counter.Builder shipped =
                Counter.builder("orders.shipped").addTag(Tag.create("kind", "test"));
        looking(
                _ -> {
                    helidon.getOrCreate(shipped).increment(3);
                    assertThat(meters.text(TEXT))
                            .containsPattern("orders_shipped_total\\{kind=\"test\".*} 3");
                });
    }

    @Test
    void changesOfTheConfigurationAndStepsOfTheStopAreTold() {
        looking(
                server -> {
                    server.updateConfig(
                            config ->
                                    config.listener(
                                            "web", web -> web.pool(pool -> pool.maxRequests(9))));
                    server.updateConfig(
                            config ->
                                    config.listener(
                                            "other", other -> other.port(server.port("web"))));
                    assertThat(meters.text(TEXT))
                            .contains(
                                    "serve_config_changes_total{outcome=\"applied\"} 1",
                                    "serve_config_changes_total{outcome=\"refused\"} 1",
                                    "serve_config_version 2")
                            .doesNotContain("serve_shutdown_step_seconds");
                    server.stop();
                    String text = meters.text(TEXT);
                    assertThat(text).contains("serve_server_state 4");
                    for (ShutdownStep step : ShutdownStep.values()) {
                        assertThat(text)
                                .containsPattern(
                                        "serve_shutdown_step_seconds\\{step=\"%s\"} [0-9]"
                                                .formatted(step.text()));
                    }
                });
    }
}
