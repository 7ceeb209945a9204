package dev.serve.admin;

import dev.serve.api.Extension;
import dev.serve.api.observe.MeterHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A history of one meter, {@code requests.rate}, with one point that is in every range: its value
 * is how many seconds were asked for.
 */
record OneMeter(Instant at) implements Extension, MeterHistory {

    @Override
    public String name() {
        return "one-meter";
    }

    @Override
    public <T> Optional<T> view(Class<T> type) {
        return type == MeterHistory.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    @Override
    public List<String> meters() {
        return List.of("requests.rate");
    }

    @Override
    public Series range(String meter, Instant from, Instant to, Duration step) {
        return new Series(
                meter, "1/s", step, List.of(new Point(at, Duration.between(from, to).toSeconds())));
    }
}
