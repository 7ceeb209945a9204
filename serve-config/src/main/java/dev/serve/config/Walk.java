package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a record's values in the order of the reference page, to show them: of entries whose
 * names speak of secrets the values are masked.
 */
final class Walk {

    /** Is told of every value that is there. */
    interface Visitor {

        /** A section, before what is in it. */
        default void section(String fullKey) {}

        /** A section that may be absent, and is. */
        default void absent(String fullKey) {}

        /** A single value; null where a key has none. */
        <T> void value(String fullKey, Key<T> key, @Nullable T value);
    }

    private Walk() {}

    /** Visits a record whose full key is {@code prefix}; empty for the whole configuration. */
    static <R, B> void through(Schema<R, B> schema, R record, String prefix, Visitor visitor) {
        for (Schema.Property<R, B> property : schema.properties()) {
            String key = prefix.isEmpty() ? property.name() : prefix + "." + property.name();
            switch (property) {
                case Schema.Value<R, B, ?> value -> value(value, record, key, visitor);
                case Schema.Section<R, B, ?, ?> section -> section(section, record, key, visitor);
                case Schema.Named<R, B, ?, ?> named -> named(named, record, key, visitor);
                case Schema.Items<R, B, ?, ?> items -> items(items, record, key, visitor);
                case Schema.FreeMap<R, B> map ->
                        map.get()
                                .apply(record)
                                .forEach(
                                        (name, text) ->
                                                visitor.value(
                                                        key + "." + name,
                                                        map.key(),
                                                        map.shown(name, text)));
            }
        }
    }

    private static <R, B, T> void value(
            Schema.Value<R, B, T> value, R record, String key, Visitor visitor) {
        visitor.value(key, value.key(), value.get().apply(record));
    }

    private static <R, B, S, T> void section(
            Schema.Section<R, B, S, T> section, R record, String key, Visitor visitor) {
        S there = section.get().apply(record);
        if (there == null) {
            visitor.absent(key);
        } else {
            visitor.section(key);
            through(section.schema(), there, key, visitor);
        }
    }

    private static <R, B, S, T> void named(
            Schema.Named<R, B, S, T> named, R record, String key, Visitor visitor) {
        visitor.section(key);
        for (Map.Entry<String, S> entry : named.get().apply(record).entrySet()) {
            visitor.section(key + "." + entry.getKey());
            through(named.schema(), entry.getValue(), key + "." + entry.getKey(), visitor);
        }
    }

    private static <R, B, S, T> void items(
            Schema.Items<R, B, S, T> items, R record, String key, Visitor visitor) {
        List<S> list = items.get().apply(record);
        for (int i = 0; i < list.size(); i++) {
            visitor.section(key + "[" + i + "]");
            through(items.schema(), list.get(i), key + "[" + i + "]", visitor);
        }
    }
}
