package dev.serve.observe.metrics;

import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import dev.serve.api.pool.RefuseReason;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What is looked at in the pool of one listener, all of it from one look for one answer. */
final class PoolMeters implements AutoCloseable {

    /** Those who ask in the same moment see the same. */
    private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

    private static final List<String> KINDS = List.of("http", "sse", "websocket", "grpc", "tcp");

    private final PoolView pool;
    private final Gauges gauges;
    private final boolean secure;
    private volatile @Nullable Look last;

    PoolMeters(
            MeterRegistry registry,
            String listener,
            PoolView pool,
            ListenerMeters meters,
            boolean secure,
            DoubleSupplier secondsLeft) {
        this.secure = secure;
        this.pool = pool;
        this.gauges = new Gauges(registry);
        String[] tags = {"listener", listener};
        gauges.gauge(MeterName.CONNECTIONS_ACTIVE, () -> look().metrics().active(), tags);
        gauges.gauge(MeterName.CONNECTIONS_IDLE, () -> look().metrics().idle(), tags);
        gauges.gauge(MeterName.CONNECTIONS_WAITING, () -> look().metrics().waiting(), tags);
        gauges.gauge(MeterName.CONNECTIONS_MAX, () -> look().health().maxConnections(), tags);
        gauges.gauge(MeterName.POOL_UTILISATION, () -> look().health().utilisation(), tags);
        gauges.gauge(MeterName.POOL_STATUS, () -> status(look().health().status()), tags);
        if (secure) {
            gauges.gauge(MeterName.TLS_SCORE, meters::score, tags);
            gauges.gauge(MeterName.CERTIFICATE_LEFT, secondsLeft, tags);
        }
        gauges.counter(MeterName.CONNECTIONS_OPENED, () -> look().metrics().total(), tags);
        gauges.counter(MeterName.BYTES_RECEIVED, () -> look().metrics().bytesIn(), tags);
        gauges.counter(MeterName.BYTES_SENT, () -> look().metrics().bytesOut(), tags);
        gauges.counter(
                MeterName.WEBSOCKET_MESSAGES, meters::received, with(tags, "direction", "in"));
        gauges.counter(MeterName.WEBSOCKET_MESSAGES, meters::sent, with(tags, "direction", "out"));
        gauges.gauge(MeterName.QUEUED, () -> look().queued(), tags);
        for (RefuseReason reason : RefuseReason.values()) {
            gauges.counter(
                    MeterName.CONNECTIONS_REFUSED,
                    () -> look().metrics().refused().getOrDefault(reason, 0L),
                    with(tags, "reason", word(reason)));
        }
        for (CloseReason reason : CloseReason.values()) {
            gauges.counter(
                    MeterName.CONNECTIONS_CLOSED,
                    () -> look().metrics().closed().getOrDefault(reason, 0L),
                    with(tags, "reason", word(reason)));
        }
        for (String kind : KINDS) {
            gauges.gauge(
                    MeterName.IN_WORK,
                    () -> look().inWork().getOrDefault(kind, 0),
                    with(tags, "kind", kind));
        }
    }

    /**
     * Whether it looks at that pool; a listener that has gone and come again has another.
     *
     * @param wanted whether it has what only a listener with TLS has
     */
    boolean isOf(PoolView other, boolean wanted) {
        return pool.equals(other) && secure == wanted;
    }

    /** What a pool was at one moment. */
    private record Look(
            long at,
            PoolMetrics metrics,
            PoolHealth health,
            Map<String, Integer> inWork,
            long queued) {}

    private Look look() {
        long now = System.nanoTime();
        Look known = last;
        if (known == null || now - known.at() > A_MOMENT) {
            known =
                    new Look(
                            now,
                            pool.metrics(),
                            pool.health(),
                            pool.inWork(),
                            pool.queuedMessages());
            last = known;
        }
        return known;
    }

    private static int status(HealthStatus status) {
        return switch (status) {
            case HEALTHY -> 0;
            case DEGRADED -> 1;
            case OVERLOADED -> 2;
        };
    }

    private static String[] with(String[] tags, String name, String value) {
        return new String[] {tags[0], tags[1], name, value};
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void close() {
        gauges.close();
    }
}
