package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Origin;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows a configuration as it is in force: one line a value, {@code key = value}, with where it
 * came from. Secrets are masked and inline PEM is not shown. Stateless.
 */
public final class ConfigDump {

    private ConfigDump() {}

    /**
     * Lines such as {@code listeners.web.port = 8080 # serve.yaml:3:11}, in the order of the
     * reference page, the comments below one another. Keys without a value are left out; what
     * nobody said is marked {@code default}.
     */
    public static List<String> lines(ConfigSnapshot snapshot) {
        List<String> values = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        Walk.through(
                ServerConfig.SCHEMA,
                snapshot.config(),
                "",
                new Walk.Visitor() {
                    @Override
                    public void absent(String fullKey) {
                        values.add(fullKey + " = none");
                        comments.add("default");
                    }

                    @Override
                    public <T> void value(String fullKey, Key<T> key, @Nullable T value) {
                        if (value != null) {
                            values.add(
                                    fullKey
                                            + " = "
                                            + (snapshot.secrets().contains(fullKey)
                                                    ? Secrets.MASK
                                                    : shown(key, value)));
                            comments.add(origin(snapshot, fullKey, key, value));
                        }
                    }
                });
        int width = values.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            lines.add(String.format("%-" + width + "s  # %s", values.get(i), comments.get(i)));
        }
        return List.copyOf(lines);
    }

    private static <T> String shown(Key<T> key, T value) {
        if (key.secret()) {
            return Secrets.MASK;
        }
        String text = Shown.text(key.type().print(value));
        if (!text.isEmpty()) {
            return text;
        }
        return isDefault(key, value) ? key.defaultText() : "\"\"";
    }

    private static <T> String origin(ConfigSnapshot snapshot, String fullKey, Key<T> key, T value) {
        Origin origin = snapshot.origins().getOrDefault(fullKey, Origin.BUILDER);
        return origin.equals(Origin.BUILDER) && isDefault(key, value)
                ? "default"
                : origin.toString();
    }

    private static <T> boolean isDefault(Key<T> key, T value) {
        return key.hasDefault() && Objects.equals(key.defaultValue(), value);
    }
}
