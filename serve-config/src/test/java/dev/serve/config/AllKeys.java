package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every single value there is outside lists of records, by its full key. */
final class AllKeys {

    private AllKeys() {}

    /** With {@code listener} in place of the name of a listener. */
    static Map<String, Key<?>> of(String listener) {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        collect(ServerConfig.SCHEMA, "", listener, keys);
        return keys;
    }

    private static void collect(
            Schema<?, ?> schema, String prefix, String listener, Map<String, Key<?>> keys) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            String key = prefix + property.name();
            switch (property) {
                case Schema.Value<?, ?, ?> value -> keys.put(key, value.key());
                case Schema.Section<?, ?, ?, ?> section ->
                        collect(section.schema(), key + ".", listener, keys);
                case Schema.Named<?, ?, ?, ?> named ->
                        collect(named.schema(), key + "." + listener + ".", listener, keys);
                case Schema.Items<?, ?, ?, ?> items -> {
                    // has no full keys of its own
                }
                case Schema.FreeMap<?, ?> map -> {
                    // its names are the user's
                }
            }
        }
    }
}
