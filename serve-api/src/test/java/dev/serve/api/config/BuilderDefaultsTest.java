package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BuilderDefaultsTest {

    @Test
    void areBuiltWithTheDefaultsOfTheirKeys() {
        assertDefaults(PoolKeys.SCHEMA, PoolConfig.builder().build());
        assertDefaults(HttpConfig.SCHEMA, HttpConfig.builder().build());
        assertDefaults(Http2Config.SCHEMA, Http2Config.builder().build());
        assertDefaults(RespondConfig.SCHEMA, RespondConfig.builder().build());
        assertDefaults(ShutdownConfig.SCHEMA, ShutdownConfig.builder().build());
        assertDefaults(WatchConfig.SCHEMA, WatchConfig.builder().build());
        assertDefaults(HistoryConfig.SCHEMA, HistoryConfig.builder().build());
        assertDefaults(AdminConfig.SCHEMA, AdminConfig.builder().build());
        assertDefaults(ObserveConfig.SCHEMA, ObserveConfig.builder().build());
        assertDefaults(HealthConfig.SCHEMA, HealthConfig.builder().build());
        assertDefaults(MetricsConfig.SCHEMA, MetricsConfig.builder().build());
        assertDefaults(AccessLogConfig.SCHEMA, AccessLogConfig.builder().build());
        assertDefaults(SlowConfig.SCHEMA, SlowConfig.builder().build());
        assertDefaults(TracingConfig.SCHEMA, TracingConfig.builder().build());
        assertDefaults(ServerConfig.SCHEMA, ServerConfig.builder().build());
        assertDefaults(ListenerKeys.SCHEMA, ListenerConfig.builder().port(0).build(), "port");
        assertDefaults(
                TlsConfig.SCHEMA, TlsConfig.builder().key("k").cert("c").build(), "key", "cert");
        assertDefaults(
                RouteConfig.SCHEMA,
                RouteConfig.builder().path("/").redirect("/new").build(),
                "path",
                "redirect");
    }

    private static <R, B> void assertDefaults(Schema<R, B> schema, R record, String... given) {
        for (Schema.Property<R, B> property : schema.properties()) {
            if (property instanceof Schema.Value<R, B, ?> value
                    && !List.of(given).contains(property.name())) {
                assertDefault(schema, value, record);
            }
        }
    }

    private static <R, B, T> void assertDefault(
            Schema<R, B> schema, Schema.Value<R, B, T> value, R record) {
        assertThat((Object) value.get().apply(record))
                .as(schema.name() + "." + value.name())
                .isEqualTo(value.key().hasDefault() ? value.key().defaultValue() : null);
    }
}
