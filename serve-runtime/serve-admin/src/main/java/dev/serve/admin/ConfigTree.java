package dev.serve.admin;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as the JSON that a file would hold, in the order of the reference page. Secrets
 * are masked: values of keys that are secrets, values that came from a place for secrets, and
 * values of free maps whose name speaks of a secret. One use, one thread.
 */
final class ConfigTree {

    private final SecretValues secrets;
    private final boolean defaults;

    private ConfigTree(SecretValues secrets, boolean defaults) {
        this.secrets = secrets;
        this.defaults = defaults;
    }

    /**
     * The tree.
     *
     * @param defaults whether values that are the defaults of their keys are there too
     */
    static Map<String, @Nullable Object> of(ServerConfig config, boolean defaults) {
        return new ConfigTree(config.secrets(), defaults).record(ServerConfig.SCHEMA, config, "");
    }

    /** By full key, the value as a file writes it, secrets masked. */
    static Map<String, String> flat(ServerConfig config) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", of(config, true), flat);
        return flat;
    }

    private static void flatten(String key, @Nullable Object value, Map<String, String> flat) {
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach(
                            (name, each) ->
                                    flatten(
                                            key.isEmpty() ? name.toString() : key + "." + name,
                                            each,
                                            flat));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten(key + "[" + i + "]", list.get(i), flat);
                }
            }
            case null -> flat.put(key, "none");
            default -> flat.put(key, value.toString());
        }
    }

    private <R, B> Map<String, @Nullable Object> record(
            Schema<R, B> schema, R record, String prefix) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Schema.Property<R, B> property : schema.properties()) {
            String key = prefix + property.name();
            switch (property) {
                case Schema.Value<R, B, ?> value -> value(value, record, key, members);
                case Schema.FreeMap<R, B> map -> freeMap(map, record, key, members);
                case Schema.Section<R, B, ?, ?> section -> section(section, record, key, members);
                case Schema.Named<R, B, ?, ?> named -> named(named, record, key, members);
                case Schema.Items<R, B, ?, ?> items -> items(items, record, key, members);
            }
        }
        return members;
    }

    private <R, B, T> void value(
            Schema.Value<R, B, T> property,
            R record,
            String fullKey,
            Map<String, @Nullable Object> members) {
        Key<T> key = property.key();
        T value = property.get().apply(record);
        boolean isDefault = key.hasDefault() && Objects.equals(key.defaultValue(), value);
        if (value == null || (isDefault && !defaults)) {
            return;
        }
        members.put(
                property.name(),
                key.secret() || secrets.hide(fullKey) ? SecretValues.MASK : shown(key, value));
    }

    /** A list as one, what JSON has words for in those, and the rest as a file writes it. */
    private static <T> Object shown(Key<T> key, T value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Integer number -> number;
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> list;
            // Of words or blocks of addresses, none of which holds a comma.
            case List<?> _ -> List.of(key.type().print(value).split(", ", -1));
            default -> SecretValues.withoutUserInfo(key.type().print(value));
        };
    }

    private <R, B> void freeMap(
            Schema.FreeMap<R, B> property,
            R record,
            String fullKey,
            Map<String, @Nullable Object> members) {
        Map<String, String> map = property.get().apply(record);
        if (map.isEmpty() && !defaults) {
            return;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        map.forEach(
                (name, text) ->
                        shown.put(
                                name,
                                secrets.hide(fullKey + "." + name)
                                        ? SecretValues.MASK
                                        : property.shown(name, text)));
        members.put(property.name(), shown);
    }

    private <R, B, S, T> void section(
            Schema.Section<R, B, S, T> property,
            R record,
            String fullKey,
            Map<String, @Nullable Object> members) {
        S there = property.get().apply(record);
        if (there == null) {
            return;
        }
        Map<String, @Nullable Object> inside = record(property.schema(), there, fullKey + ".");
        if (defaults || property.optional() || !inside.isEmpty()) {
            members.put(property.name(), inside);
        }
    }

    private <R, B, S, T> void named(
            Schema.Named<R, B, S, T> property,
            R record,
            String fullKey,
            Map<String, @Nullable Object> members) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        property.get()
                .apply(record)
                .forEach(
                        (name, entry) ->
                                entries.put(
                                        name,
                                        record(
                                                property.schema(),
                                                entry,
                                                fullKey + "." + name + ".")));
        members.put(property.name(), entries);
    }

    private <R, B, S, T> void items(
            Schema.Items<R, B, S, T> property,
            R record,
            String fullKey,
            Map<String, @Nullable Object> members) {
        List<S> list = property.get().apply(record);
        if (list.isEmpty() && !defaults) {
            return;
        }
        List<Object> shown = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            shown.add(record(property.schema(), list.get(i), fullKey + "[" + i + "]."));
        }
        members.put(property.name(), shown);
    }
}
