package dev.serve.api.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The access log: a line for each request, call and session that has ended. Immutable; make one
 * with {@link #builder()}.
 *
 * @param enabled whether lines are written
 * @param path the file, which is appended to; null for standard output
 * @param json whether a line is JSON, not words
 * @param redact words; values of query parameters whose names contain one are hidden
 */
public record AccessLogConfig(
        boolean enabled, @Nullable String path, boolean json, List<String> redact) {

    /** Key {@code observe.access-log.enabled}. */
    public static final Key<Boolean> ENABLED =
            Key.of("enabled", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .runtime()
                    .doc(
                            "Whether a line is written for each HTTP request, gRPC call, WebSocket session and TCP connection when it has ended.")
                    .build();

    /** Key {@code observe.access-log.path}. */
    public static final Key<String> PATH =
            Key.of("path", ValueTypes.TEXT)
                    .runtime()
                    .doc("File that lines are appended to; without it they go to standard output.")
                    .build();

    /** Key {@code observe.access-log.json}. */
    public static final Key<Boolean> JSON =
            Key.of("json", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .runtime()
                    .doc("Whether a line is one JSON object, not words.")
                    .build();

    /** Key {@code observe.access-log.redact}. */
    public static final Key<List<String>> REDACT =
            Key.of("redact", ValueTypes.listOf(ValueTypes.TEXT))
                    .defaultValue(
                            List.of(
                                    "password",
                                    "passwd",
                                    "secret",
                                    "token",
                                    "key",
                                    "auth",
                                    "session",
                                    "signature"))
                    .runtime()
                    .doc(
                            "Words: the values of query parameters whose names contain one, in any case, are hidden in the lines. Headers and bodies are never written.")
                    .build();

    /** The keys of {@code observe.access-log}. */
    public static final Schema<AccessLogConfig, Builder> SCHEMA =
            new Schema<>(
                    "access-log",
                    AccessLogConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(ENABLED, Builder::enabled, AccessLogConfig::enabled),
                            new Schema.Value<>(PATH, Builder::path, AccessLogConfig::path),
                            new Schema.Value<>(JSON, Builder::json, AccessLogConfig::json),
                            new Schema.Value<>(REDACT, Builder::redact, AccessLogConfig::redact)));

    /** Copies the list. */
    public AccessLogConfig {
        redact = List.copyOf(redact);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder().enabled(enabled).json(json).redact(redact);
        builder.path = path;
        return builder;
    }

    /** Makes an {@link AccessLogConfig}. Not thread-safe. */
    public static final class Builder {
        private boolean enabled = ENABLED.defaultValue();
        private @Nullable String path;
        private boolean json = JSON.defaultValue();
        private List<String> redact = REDACT.defaultValue();

        private Builder() {}

        /** Key {@code observe.access-log.enabled}; default false; applied at runtime. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Key {@code observe.access-log.path}; default none; applied at runtime. */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /** Key {@code observe.access-log.json}; default false; applied at runtime. */
        public Builder json(boolean json) {
            this.json = json;
            return this;
        }

        /** Key {@code observe.access-log.redact}; applied at runtime. */
        public Builder redact(List<String> redact) {
            this.redact = redact;
            return this;
        }

        /** Makes the record. */
        public AccessLogConfig build() {
            return new AccessLogConfig(enabled, path, json, redact);
        }
    }
}
