package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ValueType;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Gone;
import java.util.List;
import java.util.Map;
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
