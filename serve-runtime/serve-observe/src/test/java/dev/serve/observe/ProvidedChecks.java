package dev.serve.observe;

import io.helidon.common.config.Config;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.health.spi.HealthCheckProvider;
import java.util.List;

/** Checks that somebody else's library brings, found by Java's service loader. */
public final class ProvidedChecks implements HealthCheckProvider {

    /** Made by the service loader. */
    public ProvidedChecks() {}

    @Override
    @SuppressWarnings("removal") // Helidon's interface asks for it
    public List<HealthCheck> healthChecks(Config config) {
        return List.of(new Library());
    }

    private static final class Library implements HealthCheck {

        @Override
        public HealthCheckType type() {
            return HealthCheckType.STARTUP;
        }

        @Override
        public String name() {
            return "library";
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.builder().status(true).detail("loaded", 3).build();
        }
    }
}
