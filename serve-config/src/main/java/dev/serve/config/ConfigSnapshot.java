package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration that was read whole and holds together. Immutable.
 *
 * @param profile the profile in force
 * @param config the values
 * @param origins where each value came from, by full key such as {@code listeners.web.port}, in the
 *     order of the reference page; sections that a file opened ({@code listeners.web}) are there
 *     too
 * @param warnings what is odd but allowed, sorted by place: ports that need privileges or belong to
 *     other services, values that a fixed key shut out
 */
public record ConfigSnapshot(
        Profile profile, ServerConfig config, Map<String, Origin> origins, List<Problem> warnings) {

    /** Copies the collections. */
    public ConfigSnapshot {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        warnings = warnings.stream().sorted().toList();
    }

    /**
     * Where a key came from, or the nearest section around it; {@link Origin#BUILDER} for what
     * nobody said. For problems that only a later stage can see.
     */
    public Origin origin(String key) {
        for (String at = key;
                !at.isEmpty();
                at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            Origin origin = origins.get(at);
            if (origin != null) {
                return origin;
            }
        }
        return Origin.BUILDER;
    }
}
