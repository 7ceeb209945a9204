package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes a configuration as a file that {@link ConfigLoader} reads back as the same one: a JSON
 * object, which is YAML too. Every key is there, defaults included, so that nothing else has a say.
 * <em>Secrets are there in clear</em>: it is for files that their owner alone may read. Stateless.
 */
public final class ConfigText {

    private ConfigText() {}

    /** The text, on one line. */
    public static String of(ServerConfig config) {
        return object(ServerConfig.SCHEMA, config);
    }

    private static <R, B> String object(Schema<R, B> schema, R record) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        for (Schema.Property<R, B> property : schema.properties()) {
            String text =
                    switch (property) {
                        case Schema.Value<R, B, ?> value -> value(value, record);
                        case Schema.FreeMap<R, B> map -> map(map.get().apply(record));
                        case Schema.Section<R, B, ?, ?> section -> section(section, record);
                        case Schema.Named<R, B, ?, ?> named -> named(named, record);
                        case Schema.Items<R, B, ?, ?> items -> items(items, record);
                    };
            if (!text.isEmpty()) {
                fields.add(quoted(property.name()) + ": " + text);
            }
        }
        return fields.toString();
    }

    private static <R, B, T> String value(Schema.Value<R, B, T> property, R record) {
        T value = property.get().apply(record);
        return value == null ? "" : written(property.key(), value);
    }

    /** Texts as they are: a type may print less than all of them, such as inline PEM. */
    private static <T> String written(Key<T> key, T value) {
        return quoted(value instanceof String text ? text : key.type().print(value));
    }

    private static String map(Map<String, String> map) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        map.forEach((name, text) -> fields.add(quoted(name) + ": " + quoted(text)));
        return fields.toString();
    }

    private static <R, B, S, T> String section(Schema.Section<R, B, S, T> section, R record) {
        S there = section.get().apply(record);
        return there == null ? "" : object(section.schema(), there);
    }

    private static <R, B, S, T> String named(Schema.Named<R, B, S, T> named, R record) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        named.get()
                .apply(record)
                .forEach(
                        (name, entry) ->
                                fields.add(quoted(name) + ": " + object(named.schema(), entry)));
        return fields.toString();
    }

    private static <R, B, S, T> String items(Schema.Items<R, B, S, T> items, R record) {
        List<String> all =
                items.get().apply(record).stream()
                        .map(item -> object(items.schema(), item))
                        .toList();
        return "[" + String.join(", ", all) + "]";
    }

    /** A reference in a value is one no longer: it was put in when the value was read. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${")
                .chars()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').append((char) c);
                            } else if (c < ' ' || c > '~') {
                                quoted.append(String.format("\\u%04x", c));
                            } else {
                                quoted.append((char) c);
                            }
                        });
        return quoted.append('"').toString();
    }
}
