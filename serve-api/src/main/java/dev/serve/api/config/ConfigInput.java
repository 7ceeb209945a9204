package dev.serve.api.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a server's configuration comes from, beside its builder. Immutable. Later ones win:
 * builder, file, profile file, environment ({@code SERVE_LISTENERS_WEB_PORT}), system properties
 * ({@code serve.listeners.web.port}), overrides.
 *
 * @param file the YAML file; null for none. Its profile file stands beside it: {@code
 *     serve-production.yaml}
 * @param profile the profile; null for {@code SERVE_PROFILE}, else development
 * @param overrides full key to text, as {@code --set} gives them
 * @param environment whether environment variables and system properties are read
 */
public record ConfigInput(
        @Nullable Path file,
        @Nullable Profile profile,
        Map<String, String> overrides,
        boolean environment) {

    /** Copies the map. */
    public ConfigInput {
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** A file with its profile file, environment and system properties. */
    public static ConfigInput file(Path file) {
        return new ConfigInput(file, null, Map.of(), true);
    }

    /** This input under a profile. */
    public ConfigInput profile(Profile profile) {
        return new ConfigInput(file, profile, overrides, environment);
    }

    /** This input with one more override. */
    public ConfigInput set(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(overrides);
        more.put(key, value);
        return new ConfigInput(file, profile, more, environment);
    }
}
