package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent.HealthChanged;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Pools pools = new Pools();
    private final ConnectionPool pool = pools.pool(PoolConfig.builder().maxConnections(100));
    private final Deque<Lease> inside = new ArrayDeque<>();

    /** The status with that many connections inside. */
    private HealthStatus with(int connections) {
        while (inside.size() < connections) {
            inside.push(((Admission.Admitted) pool.admit(null)).lease());
        }
        while (inside.size() > connections) {
            inside.pop().close();
        }
        pool.sweep(pools.clock.nanoTime());
        return pool.health().status();
    }

    @Test
    void goesByUtilisation() {
        assertThat(with(0)).isEqualTo(HealthStatus.HEALTHY);
        assertThat(with(80)).isEqualTo(HealthStatus.HEALTHY);
        assertThat(with(81)).isEqualTo(HealthStatus.DEGRADED);
        assertThat(with(95)).isEqualTo(HealthStatus.DEGRADED);
        assertThat(with(96)).isEqualTo(HealthStatus.OVERLOADED);
    }

    @Test
    void comesBackOnlyFivePointsBelow() {
        with(96);
        assertThat(with(91)).isEqualTo(HealthStatus.OVERLOADED);
        assertThat(with(90)).isEqualTo(HealthStatus.DEGRADED);
        assertThat(with(76)).isEqualTo(HealthStatus.DEGRADED);
        assertThat(with(75)).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void fallsAtOnceWhenAllIsOver() {
        with(96);
        assertThat(with(0)).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void tellsOfEachChangeOnce() {
        with(81);
        with(85);
        with(96);
        with(10);
        assertThat(pools.told(HealthChanged.class))
                .extracting(HealthChanged::from, HealthChanged::to)
                .containsExactly(
                        tuple(HealthStatus.HEALTHY, HealthStatus.DEGRADED),
                        tuple(HealthStatus.DEGRADED, HealthStatus.OVERLOADED),
                        tuple(HealthStatus.OVERLOADED, HealthStatus.HEALTHY));
        assertThat(pools.told(HealthChanged.class).get(1).health().utilisation())
                .isEqualTo(0.96, within(1e-9));
    }

    @Test
    void isDegradedWhileTheListenerIsInTrouble() {
        pool.trouble("no descriptor is left");
        assertThat(with(1)).isEqualTo(HealthStatus.DEGRADED);
        assertThat(pool.health().message()).contains("no descriptor is left");
        assertThat(with(96)).isEqualTo(HealthStatus.OVERLOADED);
        pool.trouble(null);
        assertThat(with(1)).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void saysWhatItGoesBy() {
        with(3);
        PoolHealth health = pool.health();
        assertThat(health.active()).isEqualTo(3);
        assertThat(health.maxConnections()).isEqualTo(100);
        assertThat(health.utilisation()).isEqualTo(0.03, within(1e-9));
        assertThat(health.message())
                .isEqualTo("3 of 100 connections (listeners.web.pool.max-connections)");
        assertThat(health.lastUpdated()).isEqualTo(Pools.NOON);
    }
}
