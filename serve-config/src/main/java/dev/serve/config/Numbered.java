package dev.serve.config;

import dev.serve.api.config.Schema;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes lists of what formats without lists write as numbered keys. Only where the schema has a
 * list of records: a free map may have names that are numbers.
 */
final class Numbered {

    private Numbered() {}

    /** The tree, with {@code routes: {0: …, 1: …}} as {@code routes: […, …]}. */
    static Branch lists(Schema<?, ?> schema, Branch tree) {
        Map<String, Field> fields = new LinkedHashMap<>(tree.fields());
        for (Schema.Property<?, ?> property : schema.properties()) {
            Field field = fields.get(property.name());
            if (field != null && field.value() instanceof Branch below) {
                fields.put(property.name(), new Field(field.origin(), below(property, below)));
            }
        }
        return new Branch(fields, tree.origin());
    }

    private static Tree below(Schema.Property<?, ?> property, Branch tree) {
        return switch (property) {
            case Schema.Section<?, ?, ?, ?> section -> lists(section.schema(), tree);
            case Schema.Named<?, ?, ?, ?> named -> {
                Map<String, Field> fields = new LinkedHashMap<>();
                tree.fields()
                        .forEach(
                                (name, field) ->
                                        fields.put(
                                                name,
                                                field.value() instanceof Branch entry
                                                        ? new Field(
                                                                field.origin(),
                                                                lists(named.schema(), entry))
                                                        : field));
                yield new Branch(fields, tree.origin());
            }
            case Schema.Items<?, ?, ?, ?> items -> {
                Sequence list = list(items.schema(), tree);
                yield list == null ? tree : list;
            }
            case Schema.Value<?, ?, ?> value -> tree;
            case Schema.FreeMap<?, ?> map -> tree;
        };
    }

    /** Null unless the names are 0, 1, 2 and so on, in whatever order. */
    private static @Nullable Sequence list(Schema<?, ?> schema, Branch tree) {
        List<Tree> items = new ArrayList<>();
        for (int i = 0; i < tree.fields().size(); i++) {
            Tree item = tree.get(Integer.toString(i));
            if (item == null) {
                return null;
            }
            items.add(item instanceof Branch record ? lists(schema, record) : item);
        }
        return new Sequence(items, tree.origin());
    }
}
