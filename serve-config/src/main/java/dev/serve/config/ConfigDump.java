package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Origin;
import dev.serve.api.config.SecretValues;
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

    private static final String DEFAULT = "default";

    private ConfigDump() {}

    /**
     * One value.
     *
     * @param key full key
     * @param value as a file writes it, secrets masked
     * @param origin where it came from; {@code default} for what nobody said
     */
    public record Entry(String key, String value, String origin) {}

    /**
     * Every value in force, in the order of the reference page. Keys without a value are left out.
     */
    public static List<Entry> entries(ConfigSnapshot snapshot) {
        List<Entry> entries = new ArrayList<>();
        Walk.through(
                ServerConfig.SCHEMA,
                snapshot.config(),
                "",
                new Walk.Visitor() {
                    @Override
                    public void absent(String fullKey) {
                        entries.add(new Entry(fullKey, "none", DEFAULT));
                    }

                    @Override
                    public <T> void value(String fullKey, Key<T> key, @Nullable T value) {
                        if (value != null) {
                            entries.add(
                                    new Entry(
                                            fullKey,
                                            snapshot.config().secrets().hide(fullKey)
                                                    ? SecretValues.MASK
                                                    : shown(key, value),
                                            origin(snapshot, fullKey, key, value)));
                        }
                    }
                });
        return List.copyOf(entries);
    }

    /**
     * Lines such as {@code listeners.web.port = 8080 # serve.yaml:3:11}, the comments below one
     * another.
     */
    public static List<String> lines(ConfigSnapshot snapshot) {
        List<Entry> entries = entries(snapshot);
        int width =
                entries.stream()
                        .mapToInt(entry -> entry.key().length() + entry.value().length() + 3)
                        .max()
                        .orElse(0);
        return entries.stream()
                .map(
                        entry ->
                                String.format(
                                        "%-" + width + "s  # %s",
                                        entry.key() + " = " + entry.value(),
                                        entry.origin()))
                .toList();
    }

    private static <T> String shown(Key<T> key, T value) {
        if (key.secret()) {
            return SecretValues.MASK;
        }
        String text = Shown.text(key.type().print(value));
        if (!text.isEmpty()) {
            return text;
        }
        return isDefault(key, value) ? key.defaultText() : "\"\"";
    }

    private static <T> String origin(ConfigSnapshot snapshot, String fullKey, Key<T> key, T value) {
        Origin origin = snapshot.origins().getOrDefault(fullKey, Origin.BUILDER);
        return origin.equals(Origin.BUILDER) && isDefault(key, value) ? DEFAULT : origin.toString();
    }

    private static <T> boolean isDefault(Key<T> key, T value) {
        return key.hasDefault() && Objects.equals(key.defaultValue(), value);
    }
}
