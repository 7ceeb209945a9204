package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes a configuration as a file that {@link ConfigLoader} reads back as the same one: a JSON
 * object but for the tags of secrets, which makes it YAML. Every key is there, defaults included,
 * so that nothing else has a say. <em>Secrets are there in clear</em>: it is for files that their
 * owner alone may read. One use, one thread.
 */
public final class ConfigText {

    private final SecretValues secrets;

    private ConfigText(SecretValues secrets) {
        this.secrets = secrets;
    }

    /** The text, on one line. */
    public static String of(ServerConfig config) {
        return new ConfigText(config.secrets()).object(ServerConfig.SCHEMA, config, "");
    }

    private <R, B> String object(Schema<R, B> schema, R record, String prefix) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        for (Schema.Property<R, B> property : schema.properties()) {
            String key = prefix + property.name();
            String text =
                    switch (property) {
                        case Schema.Value<R, B, ?> value -> value(value, record, key);
                        case Schema.FreeMap<R, B> map -> map(map.get().apply(record), key);
                        case Schema.Section<R, B, ?, ?> section -> section(section, record, key);
                        case Schema.Named<R, B, ?, ?> named -> named(named, record, key);
                        case Schema.Items<R, B, ?, ?> items -> items(items, record, key);
                    };
            if (!text.isEmpty()) {
                fields.add(quoted(property.name()) + ": " + text);
            }
        }
        return fields.toString();
    }

    private <R, B, T> String value(Schema.Value<R, B, T> property, R record, String key) {
        T value = property.get().apply(record);
        return value == null ? "" : tagged(key) + written(property.key(), value);
    }

    /** Texts as they are: a type may print less than all of them, such as inline PEM. */
    private static <T> String written(Key<T> key, T value) {
        return quoted(value instanceof String text ? text : key.type().print(value));
    }

    /** What is masked under a key that is no secret by itself, stays so. */
    private String tagged(String key) {
        return secrets.hide(key) ? "!secret " : "";
    }

    private String map(Map<String, String> map, String key) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        map.forEach(
                (name, text) ->
                        fields.add(quoted(name) + ": " + tagged(key + "." + name) + quoted(text)));
        return fields.toString();
    }

    private <R, B, S, T> String section(Schema.Section<R, B, S, T> section, R record, String key) {
        S there = section.get().apply(record);
        return there == null ? "" : object(section.schema(), there, key + ".");
    }

    private <R, B, S, T> String named(Schema.Named<R, B, S, T> named, R record, String key) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        named.get()
                .apply(record)
                .forEach(
                        (name, entry) ->
                                fields.add(
                                        quoted(name)
                                                + ": "
                                                + object(
                                                        named.schema(),
                                                        entry,
                                                        key + "." + name + ".")));
        return fields.toString();
    }

    private <R, B, S, T> String items(Schema.Items<R, B, S, T> items, R record, String key) {
        List<S> all = items.get().apply(record);
        StringJoiner entries = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < all.size(); i++) {
            entries.add(object(items.schema(), all.get(i), key + "[" + i + "]."));
        }
        return entries.toString();
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
