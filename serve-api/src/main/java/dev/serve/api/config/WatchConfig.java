package dev.serve.api.config;

import java.time.Duration;
import java.util.List;

/**
 * How files are watched while the server runs ({@code serve run --watch}). Immutable; make one with
 * {@link #builder()}.
 *
 * @param debounce how long files must have stayed as they are before a change is taken
 */
public record WatchConfig(Duration debounce) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Key {@code watch.debounce}. */
    public static final Key<Duration> DEBOUNCE =
            Key.of("debounce", ValueTypes.DURATION)
                    .range(
                            "from 10ms to 1h",
                            value ->
                                    value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0)
                    .defaultValue(Duration.ofSeconds(1))
                    .runtime()
                    .doc(
                            "How long watched files must have stayed as they are before a change is taken: a save in several steps is one change.")
                    .build();

    /** The keys of {@code watch}. */
    public static final Schema<WatchConfig, Builder> SCHEMA =
            new Schema<>(
                    "watch",
                    WatchConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    DEBOUNCE, Builder::debounce, WatchConfig::debounce)));

    /** Checks the range. */
    public WatchConfig {
        DEBOUNCE.check(debounce);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder().debounce(debounce);
    }

    /** Makes a {@link WatchConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration debounce = DEBOUNCE.defaultValue();

        private Builder() {}

        /** Key {@code watch.debounce}; default 1 s; 10 ms to 1 h; applied at runtime. */
        public Builder debounce(Duration debounce) {
            this.debounce = debounce;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public WatchConfig build() {
            return new WatchConfig(debounce);
        }
    }
}
