package dev.serve.api.config;

import java.util.List;

/**
 * Limits of one listener's connection pool. Immutable; make one with {@link #builder()}.
 *
 * @param maxConnections open sockets at a time, silent and handshaking ones included; more are
 *     closed at once
 */
public record PoolConfig(int maxConnections) {

    /** Key {@code pool.max-connections}. */
    public static final Key<Integer> MAX_CONNECTIONS =
            Key.integer("max-connections", 1, 10_000_000)
                    .defaultValue(1_000)
                    .runtime()
                    .doc(
                            "Open connections at a time, silent and handshaking ones included. One more is closed at once and counted.")
                    .build();

    /** The keys of {@code pool}. */
    public static final Schema<PoolConfig, Builder> SCHEMA =
            new Schema<>(
                    "pool",
                    PoolConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_CONNECTIONS,
                                    Builder::maxConnections,
                                    PoolConfig::maxConnections)));

    /** Checks the range. */
    public PoolConfig {
        MAX_CONNECTIONS.check(maxConnections);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder().maxConnections(maxConnections);
    }

    /** Makes a {@link PoolConfig}. Not thread-safe. */
    public static final class Builder {
        private int maxConnections = MAX_CONNECTIONS.defaultValue();

        private Builder() {}

        /** Key {@code pool.max-connections}; default 1000; 1 to 10,000,000; applied at runtime. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public PoolConfig build() {
            return new PoolConfig(maxConnections);
        }
    }
}
