package dev.serve.observe.health;

import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthState;
import io.helidon.common.config.Config;
import io.helidon.health.spi.HealthCheckProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** A check of Helidon as one of ours. */
public final class HelidonCheck implements HealthCheck {

    private final io.helidon.health.HealthCheck check;

    /** Asks that check. */
    public HelidonCheck(io.helidon.health.HealthCheck check) {
        this.check = check;
    }

    /** Those of every provider on the class path, such as {@code helidon-health-checks}. */
    @SuppressWarnings("removal") // the type that Helidon's interface asks for
    public static List<HealthCheck> provided() {
        return ServiceLoader.load(HealthCheckProvider.class).stream()
                .flatMap(provider -> provider.get().healthChecks(Config.empty()).stream())
                .<HealthCheck>map(HelidonCheck::new)
                .toList();
    }

    @Override
    public String name() {
        return check.name();
    }

    @Override
    public Probe probe() {
        return switch (check.type()) {
            case LIVENESS -> Probe.LIVENESS;
            case READINESS -> Probe.READINESS;
            case STARTUP -> Probe.STARTUP;
        };
    }

    @Override
    public Result check() {
        io.helidon.health.HealthCheckResponse response = check.call();
        Map<String, String> details = new TreeMap<>();
        response.details().forEach((key, value) -> details.put(key, String.valueOf(value)));
        return switch (response.status()) {
            case UP -> new Result(HealthState.UP, "", details);
            case DOWN -> new Result(HealthState.DOWN, "it says so", details);
            case ERROR -> new Result(HealthState.DOWN, "it failed", details);
        };
    }
}
