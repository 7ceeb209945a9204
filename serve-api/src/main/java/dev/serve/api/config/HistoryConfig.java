package dev.serve.api.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many versions of the configuration are kept, and where. Immutable; make one with {@link
 * #builder()}.
 *
 * @param versions how many versions are kept, the running one included
 * @param path directory that keeps them across restarts of the process; null for memory alone
 */
public record HistoryConfig(int versions, @Nullable String path) {

    /** Key {@code history.versions}. */
    public static final Key<Integer> VERSIONS =
            Key.integer("versions", 1, 1_000)
                    .defaultValue(20)
                    .runtime()
                    .doc(
                            "Versions of the configuration that are kept to look at and to go back to, the running one included.")
                    .build();

    /** Key {@code history.path}. */
    public static final Key<String> PATH =
            Key.of("path", ValueTypes.TEXT)
                    .doc(
                            "Directory that keeps the versions across restarts of the process, each in a file; without it they are kept in memory. The files hold secrets of the configuration: only their owner may read them.")
                    .build();

    /** The keys of {@code history}. */
    public static final Schema<HistoryConfig, Builder> SCHEMA =
            new Schema<>(
                    "history",
                    HistoryConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    VERSIONS, Builder::versions, HistoryConfig::versions),
                            new Schema.Value<>(PATH, Builder::path, HistoryConfig::path)));

    /** Checks the range. */
    public HistoryConfig {
        VERSIONS.check(versions);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder().versions(versions);
        builder.path = path;
        return builder;
    }

    /** Makes a {@link HistoryConfig}. Not thread-safe. */
    public static final class Builder {
        private int versions = VERSIONS.defaultValue();
        private @Nullable String path;

        private Builder() {}

        /** Key {@code history.versions}; default 20; 1 to 1000; applied at runtime. */
        public Builder versions(int versions) {
            this.versions = versions;
            return this;
        }

        /** Key {@code history.path}; default none; needs a restart of the server. */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public HistoryConfig build() {
            return new HistoryConfig(versions, path);
        }
    }
}
