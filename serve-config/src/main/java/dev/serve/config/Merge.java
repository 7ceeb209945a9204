package dev.serve.config;

import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Leaf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one layer over another: maps are merged key by key, a list or a value takes the place of
 * what was there. Keeps every place.
 */
final class Merge {

    private Merge() {}

    /** The layer {@code upper} over {@code lower}. */
    static Branch over(Branch lower, Branch upper) {
        Map<String, Field> merged = new LinkedHashMap<>(lower.fields());
        upper.fields()
                .forEach(
                        (name, field) ->
                                merged.merge(
                                        name,
                                        field,
                                        (below, above) ->
                                                below.value() instanceof Branch old
                                                                && above.value()
                                                                        instanceof Branch fresh
                                                        ? new Field(
                                                                below.origin(), over(old, fresh))
                                                        : above));
        return new Branch(merged, lower.origin());
    }

    /**
     * A tree with one more value. What is in the way, a value where a map is needed, gives way.
     *
     * @param path the parts of the full key
     */
    static Branch put(Branch tree, List<String> path, Leaf leaf) {
        return put(tree, path, new Field(leaf.origin(), leaf));
    }

    /** As {@link #put(Branch, List, Leaf)}, for a value whose key has a place of its own. */
    static Branch put(Branch tree, List<String> path, Field value) {
        String name = path.getFirst();
        Map<String, Field> fields = new LinkedHashMap<>(tree.fields());
        if (path.size() == 1) {
            fields.put(name, value);
        } else {
            Field there = fields.get(name);
            Field below =
                    there != null && there.value() instanceof Branch
                            ? there
                            : new Field(value.origin(), Branch.empty(value.origin()));
            Branch branch = put((Branch) below.value(), path.subList(1, path.size()), value);
            fields.put(name, new Field(below.origin(), branch));
        }
        return new Branch(fields, tree.origin());
    }
}
