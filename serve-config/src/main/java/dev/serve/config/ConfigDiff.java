package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ListenerKeys;
import dev.serve.api.config.Reload;
import dev.serve.api.config.Schema;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys in which two records of one kind differ, each with what it takes to put it in force.
 * Immutable.
 *
 * @param changes the keys that differ, in the order of their schema
 */
public record ConfigDiff(List<Change> changes) {

    private static final String NONE = "none";
    private static final String THERE = "there";

    /** Copies the list. */
    public ConfigDiff {
        changes = List.copyOf(changes);
    }

    /**
     * One key with another value.
     *
     * @param key relative to the records compared, such as {@code pool.max-connections}; a section
     *     that came or went, a list and a map count as one
     * @param reload what it takes to put the new value in force
     * @param before the old value as a file writes it, secrets masked; {@code none} without
     * @param after the new value, likewise
     */
    public record Change(String key, Reload reload, String before, String after) {

        private Change masked() {
            return new Change(key, reload, masked(before), masked(after));
        }

        private static String masked(String value) {
            return value.equals(NONE) ? NONE : SecretValues.MASK;
        }
    }

    /** Compares two configurations; what is secret in either is masked. */
    public static ConfigDiff between(ServerConfig before, ServerConfig after) {
        return between(
                ServerConfig.SCHEMA, before, after, before.secrets().and(after.secrets()), "");
    }

    /** Compares a listener of two configurations; what is secret in either is masked. */
    public static ConfigDiff ofListener(
            String name, ListenerConfig before, ListenerConfig after, SecretValues secrets) {
        return between(ListenerKeys.SCHEMA, before, after, secrets, "listeners." + name + ".");
    }

    private static <R, B> ConfigDiff between(
            Schema<R, B> schema, R before, R after, SecretValues secrets, String prefix) {
        List<Change> changes = new ArrayList<>();
        compare(schema, before, after, "", changes);
        return new ConfigDiff(
                changes.stream()
                        .map(
                                change ->
                                        secrets.hide(prefix + change.key())
                                                ? change.masked()
                                                : change)
                        .toList());
    }

    /** The keys that differ. */
    public List<String> keys() {
        return changes.stream().map(Change::key).toList();
    }

    /** Whether the records are equal. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether a key differs that is not applied at runtime. */
    public boolean needsRestart() {
        return changes.stream().anyMatch(change -> change.reload() == Reload.RESTART);
    }

    /** Whether one of these keys differs. */
    public boolean touches(String... keys) {
        return changes.stream().anyMatch(change -> List.of(keys).contains(change.key()));
    }

    private static <R, B> void compare(
            Schema<R, B> schema, R before, R after, String prefix, List<Change> changes) {
        for (Schema.Property<R, B> property : schema.properties()) {
            String key = prefix + property.name();
            switch (property) {
                case Schema.Value<R, B, ?> value -> value(value, before, after, key, changes);
                case Schema.FreeMap<R, B> map ->
                        differs(
                                map.get(),
                                before,
                                after,
                                key,
                                map.key().reload(),
                                names -> "{" + String.join(", ", names.keySet()) + "}",
                                changes);
                case Schema.Section<R, B, ?, ?> section ->
                        section(section, before, after, key, changes);
                case Schema.Named<R, B, ?, ?> named -> named(named, before, after, key, changes);
                case Schema.Items<R, B, ?, ?> items -> items(items, before, after, key, changes);
            }
        }
    }

    private static <R, B, T> void value(
            Schema.Value<R, B, T> value, R before, R after, String key, List<Change> changes) {
        Key<T> described = value.key();
        differs(
                value.get(),
                before,
                after,
                key,
                described.reload(),
                each ->
                        described.secret()
                                ? SecretValues.MASK
                                : Shown.text(described.type().print(each)),
                changes);
    }

    private static <R, T> void differs(
            Function<R, @Nullable T> get,
            R before,
            R after,
            String key,
            Reload reload,
            Function<T, String> shown,
            List<Change> changes) {
        T old = get.apply(before);
        T next = get.apply(after);
        if (!Objects.equals(old, next)) {
            changes.add(
                    new Change(
                            key,
                            reload,
                            old == null ? NONE : shown.apply(old),
                            next == null ? NONE : shown.apply(next)));
        }
    }

    /** As long as before, it says how many of them are others. */
    private static <R, B, S, T> void items(
            Schema.Items<R, B, S, T> items, R before, R after, String key, List<Change> changes) {
        List<S> old = items.get().apply(before);
        List<S> next = items.get().apply(after);
        if (old.equals(next)) {
            return;
        }
        long others =
                IntStream.range(0, Math.min(old.size(), next.size()))
                        .filter(i -> !old.get(i).equals(next.get(i)))
                        .count();
        changes.add(
                new Change(
                        key,
                        strictest(items.schema()),
                        entries(old),
                        entries(next)
                                + (old.size() == next.size() ? ", " + others + " changed" : "")));
    }

    private static String entries(List<?> list) {
        return list.size() + (list.size() == 1 ? " entry" : " entries");
    }

    private static <R, B, S, T> void section(
            Schema.Section<R, B, S, T> section,
            R before,
            R after,
            String key,
            List<Change> changes) {
        S old = section.get().apply(before);
        S next = section.get().apply(after);
        if (old == null || next == null) {
            if (old != next) {
                changes.add(
                        new Change(
                                key,
                                Reload.RESTART,
                                old == null ? NONE : THERE,
                                next == null ? NONE : THERE));
            }
            return;
        }
        compare(section.schema(), old, next, key + ".", changes);
    }

    private static <R, B, S, T> void named(
            Schema.Named<R, B, S, T> named, R before, R after, String key, List<Change> changes) {
        Map<String, S> old = named.get().apply(before);
        Map<String, S> next = named.get().apply(after);
        old.forEach(
                (name, value) -> {
                    S other = next.get(name);
                    if (other == null) {
                        changes.add(new Change(key + "." + name, Reload.RESTART, THERE, NONE));
                    } else {
                        compare(named.schema(), value, other, key + "." + name + ".", changes);
                    }
                });
        next.keySet().stream()
                .filter(name -> !old.containsKey(name))
                .forEach(
                        name ->
                                changes.add(
                                        new Change(key + "." + name, Reload.RESTART, NONE, THERE)));
    }

    /** A list is applied at runtime when every key of its records is. */
    private static Reload strictest(Schema<?, ?> schema) {
        boolean runtime = schema.properties().stream().allMatch(ConfigDiff::isRuntime);
        return runtime ? Reload.RUNTIME : Reload.RESTART;
    }

    private static boolean isRuntime(Schema.Property<?, ?> property) {
        return switch (property) {
            case Schema.Value<?, ?, ?> value -> value.key().reload() == Reload.RUNTIME;
            case Schema.FreeMap<?, ?> map -> map.key().reload() == Reload.RUNTIME;
            case Schema.Section<?, ?, ?, ?> section ->
                    strictest(section.schema()) == Reload.RUNTIME;
            case Schema.Named<?, ?, ?, ?> named -> strictest(named.schema()) == Reload.RUNTIME;
            case Schema.Items<?, ?, ?, ?> items -> strictest(items.schema()) == Reload.RUNTIME;
        };
    }
}
