package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ValueType;
import dev.serve.api.config.ValueTypes;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Gone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads maps whose names are the user's choice. */
final class FreeMaps {

    private final List<Problem> problems;
    private final Map<String, Origin> places;
    private final Secrets secrets;

    /**
     * @param problems where every problem goes
     * @param places where the place of each entry goes, by full key
     * @param secrets reads values that stand elsewhere
     */
    FreeMaps(List<Problem> problems, Map<String, Origin> places, Secrets secrets) {
        this.problems = problems;
        this.places = places;
        this.secrets = secrets;
    }

    /** Adds what a tree holds to {@code entries}; a map inside the map gives names with dots. */
    void read(Schema.FreeMap<?, ?> map, String key, Branch branch, Map<String, String> entries) {
        flatten(map, key, "", branch, entries);
    }

    /**
     * A path in which the name of an entry is one part, though there are dots in it: {@code
     * dev.serve} and {@code dev.serve.http} may both have a value. Where any text is a name, dots
     * are those of maps in the map.
     */
    static List<String> wholeNames(Schema<?, ?> schema, List<String> path) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            if (property.name().equals(path.getFirst())) {
                return switch (property) {
                    case Schema.FreeMap<?, ?> map when map.names() != ValueTypes.TEXT ->
                            split(path, 1, rest -> List.of(String.join(".", rest)));
                    case Schema.Section<?, ?, ?, ?> section ->
                            split(path, 1, rest -> wholeNames(section.schema(), rest));
                    case Schema.Named<?, ?, ?, ?> named ->
                            split(path, 2, rest -> wholeNames(named.schema(), rest));
                    case Schema.FreeMap<?, ?> _,
                            Schema.Items<?, ?, ?, ?> _,
                            Schema.Value<?, ?, ?> _ ->
                            path;
                };
            }
        }
        return path;
    }

    /** What follows the first parts is changed. */
    private static List<String> split(
            List<String> path, int at, UnaryOperator<List<String>> change) {
        if (path.size() <= at) {
            return path;
        }
        List<String> whole = new ArrayList<>(path.subList(0, at));
        whole.addAll(change.apply(path.subList(at, path.size())));
        return whole;
    }

    private void flatten(
            Schema.FreeMap<?, ?> map,
            String key,
            String prefix,
            Branch branch,
            Map<String, String> entries) {
        branch.fields()
                .forEach(
                        (name, field) -> {
                            String full = key + "." + prefix + name;
                            if (field.value() instanceof Gone) {
                                takeAway(entries, prefix + name);
                                return;
                            }
                            if (field.value() instanceof Branch below
                                    && !Secrets.isElsewhere(below)) {
                                flatten(map, key, prefix + name + ".", below, entries);
                                return;
                            }
                            String kept = name(map.names(), key, prefix + name, field);
                            Values values = new Values(problems, secrets);
                            String text = values.read(map.key(), Shown.line(full), field.value());
                            if (kept != null && text != null) {
                                entries.put(kept, text);
                                places.put(key + "." + kept, field.value().origin());
                            }
                        });
    }

    /** An entry, or all whose names begin with it. */
    private static void takeAway(Map<String, String> entries, String name) {
        entries.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + "."));
    }

    /** The name as its type prints it; null if it is none, which is then a problem. */
    private <T> @Nullable String name(ValueType<T> names, String key, String name, Field field) {
        try {
            return names.print(names.parse(name));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(field.origin(), key, Shown.text(name), names.expected()));
            return null;
        }
    }
}
