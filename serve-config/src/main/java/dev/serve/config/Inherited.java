package dev.serve.config;

import dev.serve.api.config.Schema;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Gone;
import dev.serve.config.Tree.Leaf;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a record has from the builder's configuration before any layer speaks, less what the layers
 * take away by the word {@code none}.
 */
final class Inherited {

    private Inherited() {}

    /** A builder that holds {@code base}, less what {@code tree} takes away. */
    static <R, B> B builder(Schema<R, B> schema, Supplier<B> start, @Nullable R base, Branch tree) {
        if (base == null) {
            return start.get();
        }
        Set<String> takenAway =
                schema.properties().stream()
                        .filter(property -> isTakenAway(property, tree.get(property.name())))
                        .map(Schema.Property::name)
                        .collect(Collectors.toSet());
        if (takenAway.isEmpty()) {
            return schema.toBuilder().apply(base);
        }
        B builder = start.get();
        for (Schema.Property<R, B> property : schema.properties()) {
            if (!takenAway.contains(property.name())) {
                copy(property, base, builder);
            }
        }
        return builder;
    }

    /**
     * Whether the word {@code none} stands where there may be nothing, or the value is taken away.
     */
    static boolean isTakenAway(Schema.Property<?, ?> property, @Nullable Tree tree) {
        if (tree instanceof Gone) {
            return true;
        }
        return tree instanceof Leaf leaf
                && leaf.isNone()
                && switch (property) {
                    case Schema.Value<?, ?, ?> value -> Values.mayBeAbsent(value.key());
                    case Schema.Section<?, ?, ?, ?> section -> section.optional();
                    case Schema.Named<?, ?, ?, ?> named -> false;
                    case Schema.Items<?, ?, ?, ?> items -> false;
                    case Schema.FreeMap<?, ?> map -> false;
                };
    }

    private static <R, B> void copy(Schema.Property<R, B> property, R base, B builder) {
        switch (property) {
            case Schema.Value<R, B, ?> value -> value(value, base, builder);
            case Schema.Section<R, B, ?, ?> section -> section(section, base, builder);
            case Schema.Named<R, B, ?, ?> named -> named(named, base, builder);
            case Schema.Items<R, B, ?, ?> items -> items(items, base, builder);
            case Schema.FreeMap<R, B> map -> map.set().accept(builder, map.get().apply(base));
        }
    }

    private static <R, B, T> void value(Schema.Value<R, B, T> value, R base, B builder) {
        T there = value.get().apply(base);
        if (there != null) {
            value.set().accept(builder, there);
        }
    }

    private static <R, B, S, T> void section(
            Schema.Section<R, B, S, T> section, R base, B builder) {
        S there = section.get().apply(base);
        if (there != null) {
            section.set().accept(builder, there);
        }
    }

    private static <R, B, S, T> void named(Schema.Named<R, B, S, T> named, R base, B builder) {
        named.set().accept(builder, named.get().apply(base));
    }

    private static <R, B, S, T> void items(Schema.Items<R, B, S, T> items, R base, B builder) {
        items.set().accept(builder, items.get().apply(base));
    }
}
