package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Origin;
import dev.serve.api.config.ServerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects where the values of a configuration came from, in the order of the reference page. */
final class Origins implements Walk.Visitor {

    private final Map<String, Origin> places;
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    private Origins(Map<String, Origin> places) {
        this.places = places;
    }

    /**
     * Every value, and every section that a layer opened.
     *
     * @param places where they stand, for those that a layer has; the rest is the builder's
     */
    static Map<String, Origin> of(ServerConfig config, Map<String, Origin> places) {
        Origins collected = new Origins(places);
        Walk.through(ServerConfig.SCHEMA, config, "", collected);
        return collected.origins;
    }

    @Override
    public void section(String fullKey) {
        Origin origin = places.get(fullKey);
        if (origin != null) {
            origins.put(fullKey, origin);
        }
    }

    @Override
    public <T> void value(String fullKey, Key<T> key, @Nullable T value) {
        if (value != null) {
            origins.put(fullKey, places.getOrDefault(fullKey, Origin.BUILDER));
        }
    }
}
