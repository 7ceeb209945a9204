package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Gone;
import dev.serve.config.Tree.Leaf;
import dev.serve.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree onto a record by walking its schema. Goes on after a problem, with the value that
 * was there before, so that one run finds all there is. One use, one thread.
 */
final class Binding {

    private final KnownKeys known = KnownKeys.ofServer();
    private final List<Problem> problems;
    private final Secrets secrets;
    private final Map<String, Origin> places = new HashMap<>();

    /**
     * @param problems where every problem goes
     * @param secrets reads values that stand elsewhere
     */
    Binding(List<Problem> problems, Secrets secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    /** The builder's configuration with the tree over it; meaningless if there were problems. */
    ServerConfig bind(ServerConfig base, Branch tree) {
        ServerConfig bound =
                record(ServerConfig.SCHEMA, ServerConfig::builder, base, tree, "", tree.origin());
        return bound == null
                ? base
                : bound.toBuilder().secrets(base.secrets().and(secrets.values())).build();
    }

    /** Where each value and section in the tree stands, by full key. */
    Map<String, Origin> places() {
        return places;
    }

    /** Returns null if it cannot be made, which is then among the problems. */
    private <R, B> @Nullable R record(
            Schema<R, B> schema,
            Supplier<B> start,
            @Nullable R base,
            Branch tree,
            String key,
            Origin place) {
        places.put(key, place);
        B builder = Inherited.builder(schema, start, base, tree);
        boolean whole = true;
        for (Map.Entry<String, Field> entry : tree.fields().entrySet()) {
            Schema.Property<R, B> property = property(schema, entry.getKey());
            if (property == null) {
                problem(
                        entry.getValue().origin(),
                        join(key, Shown.text(entry.getKey())),
                        known.unknown(key, entry.getKey(), schema));
            } else if (!Inherited.isTakenAway(property, entry.getValue().value())) {
                Slot slot = new Slot(join(key, property.name()), entry.getValue());
                whole &= bind(property, slot, builder, base);
            }
        }
        try {
            return schema.build().apply(builder);
        } catch (IllegalArgumentException e) {
            if (whole) {
                problems.add(masked(CrossField.problem(schema, key, places, e)));
            }
            return null;
        }
    }

    /** Returns false if the record now lacks what it may not be without. */
    private <R, B> boolean bind(
            Schema.Property<R, B> property, Slot slot, B builder, @Nullable R base) {
        return switch (property) {
            case Schema.Value<R, B, ?> value -> value(value, slot, builder, base);
            case Schema.Section<R, B, ?, ?> section -> section(section, slot, builder, base);
            case Schema.Named<R, B, ?, ?> named -> named(named, slot, builder, base);
            case Schema.Items<R, B, ?, ?> items -> items(items, slot, builder);
            case Schema.FreeMap<R, B> map -> freeMap(map, slot, builder, base);
        };
    }

    private <R, B, T> boolean value(
            Schema.Value<R, B, T> value, Slot slot, B builder, @Nullable R base) {
        places.put(slot.key, slot.value().origin());
        T bound = new Values(problems, secrets).read(value.key(), slot.key, slot.value());
        if (bound != null) {
            value.set().accept(builder, bound);
            return true;
        }
        return value.key().hasDefault() || (base != null && value.get().apply(base) != null);
    }

    private <R, B, S, T> boolean section(
            Schema.Section<R, B, S, T> section, Slot slot, B builder, @Nullable R base) {
        if (!(slot.value() instanceof Branch branch)) {
            wrongKind(
                    slot,
                    "a map of keys such as "
                            + section.schema().properties().getFirst().name()
                            + (section.optional() ? ", or none" : ""));
            return !section.optional();
        }
        S before = base == null ? null : section.get().apply(base);
        S bound =
                record(
                        section.schema(),
                        section.start(),
                        before,
                        branch,
                        slot.key,
                        slot.field.origin());
        if (bound != null) {
            section.set().accept(builder, bound);
        }
        return bound != null || !section.optional();
    }

    private <R, B, S, T> boolean named(
            Schema.Named<R, B, S, T> named, Slot slot, B builder, @Nullable R base) {
        if (!(slot.value() instanceof Branch branch)) {
            wrongKind(slot, "a map of " + named.name() + " by name");
            return true;
        }
        places.put(slot.key, slot.field.origin());
        Map<String, S> records = new LinkedHashMap<>();
        if (base != null) {
            records.putAll(named.get().apply(base));
        }
        for (Map.Entry<String, Field> entry : branch.fields().entrySet()) {
            String name = entry.getKey();
            Slot below = new Slot(join(slot.key, name), entry.getValue());
            if (!isName(named.entry(), slot.key, entry)) {
                continue;
            }
            if (below.value() instanceof Gone
                    || (below.value() instanceof Leaf leaf && leaf.isNone())) {
                records.remove(name);
            } else if (below.value() instanceof Branch fields) {
                S bound =
                        record(
                                named.schema(),
                                named.start(),
                                records.get(name),
                                fields,
                                below.key,
                                below.field.origin());
                if (bound != null) {
                    records.put(name, bound);
                }
            } else {
                wrongKind(
                        below,
                        "a map of keys such as "
                                + named.schema().properties().getFirst().name()
                                + ", or none");
            }
        }
        named.set().accept(builder, records);
        return true;
    }

    private boolean isName(Key<String> names, String section, Map.Entry<String, Field> entry) {
        try {
            names.check(entry.getKey());
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(
                    new Problem(
                            entry.getValue().origin(),
                            section,
                            Shown.text(entry.getKey()),
                            "a name " + names.range()));
            return false;
        }
    }

    private <R, B, S, T> boolean items(Schema.Items<R, B, S, T> items, Slot slot, B builder) {
        if (!(slot.value() instanceof Sequence sequence)) {
            wrongKind(slot, "a list of " + items.name());
            return true;
        }
        places.put(slot.key, slot.field.origin());
        List<S> records = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Tree item = sequence.items().get(i);
            Slot below = new Slot(slot.key + "[" + i + "]", new Field(item.origin(), item));
            if (item instanceof Branch fields) {
                S bound =
                        record(
                                items.schema(),
                                items.start(),
                                null,
                                fields,
                                below.key,
                                item.origin());
                if (bound != null) {
                    records.add(bound);
                }
            } else {
                wrongKind(
                        below,
                        "a map of keys such as " + items.schema().properties().getFirst().name());
            }
        }
        items.set().accept(builder, records);
        return true;
    }

    private <R, B> boolean freeMap(
            Schema.FreeMap<R, B> map, Slot slot, B builder, @Nullable R base) {
        if (!(slot.value() instanceof Branch branch)) {
            wrongKind(slot, "a map");
            return true;
        }
        Map<String, String> entries = new LinkedHashMap<>();
        if (base != null) {
            entries.putAll(map.get().apply(base));
        }
        new FreeMaps(problems, places, secrets).read(map, slot.key, branch, entries);
        map.set().accept(builder, entries);
        return true;
    }

    private void wrongKind(Slot slot, String expected) {
        problem(
                slot.value().origin(),
                slot.key,
                Values.kind(slot.value()) + " (expected: " + expected + ")");
    }

    private void problem(Origin origin, String key, String what) {
        problems.add(new Problem(origin, key, null, what));
    }

    private static <R, B> Schema.@Nullable Property<R, B> property(
            Schema<R, B> schema, String name) {
        for (Schema.Property<R, B> property : schema.properties()) {
            if (property.name().equals(name)) {
                return property;
            }
        }
        return null;
    }

    private Problem masked(Problem problem) {
        return new Problem(
                problem.origin(), problem.key(), null, secrets.values().masked(problem.expected()));
    }

    private static String join(String key, String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    /** A full key and what stands there. */
    private record Slot(String key, Field field) {

        Tree value() {
            return field.value();
        }
    }
}
