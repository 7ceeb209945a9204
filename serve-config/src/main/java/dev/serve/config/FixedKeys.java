package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The keys, values and sections, that a builder lets no layer change. Immutable. */
final class FixedKeys {

    /** What is shut out, and by which fixed key. */
    private final Map<String, String> shutOut;

    private FixedKeys(Map<String, String> shutOut) {
        this.shutOut = shutOut;
    }

    /** A fixed key that is no key at all is a problem: it would fix nothing. */
    static FixedKeys of(Set<String> fixed, List<Problem> problems) {
        Map<String, String> shutOut = new TreeMap<>();
        for (String key : fixed) {
            if (!KnownKeys.exists(ServerConfig.SCHEMA, parts(key))) {
                problems.add(
                        new Problem(
                                Origin.BUILDER,
                                "fixed",
                                Shown.text(key),
                                "a key such as listeners.web.port"));
            }
            Alternatives.shutOutBy(key).forEach(rival -> shutOut.putIfAbsent(rival, key));
        }
        fixed.forEach(key -> shutOut.put(key, key));
        return new FixedKeys(shutOut);
    }

    /** A warning for each place in a layer that a fixed key shuts out. */
    List<Problem> shutOutOf(Branch layer) {
        List<Problem> warnings = new ArrayList<>();
        shutOut.forEach(
                (key, by) -> {
                    Tree there = layer.at(parts(key));
                    if (there != null) {
                        String what = "ignored, as the builder has fixed " + by;
                        warnings.add(new Problem(there.origin(), key, null, what));
                    }
                });
        return warnings;
    }

    /** The layer without what is shut out. */
    Branch takenFrom(Branch layer) {
        Branch less = layer;
        for (String key : shutOut.keySet()) {
            less = without(less, parts(key));
        }
        return less;
    }

    private static Branch without(Branch tree, List<String> path) {
        Map<String, Field> fields = new LinkedHashMap<>(tree.fields());
        String name = path.getFirst();
        if (path.size() == 1) {
            fields.remove(name);
        } else {
            fields.computeIfPresent(
                    name,
                    (key, field) ->
                            field.value() instanceof Branch below
                                    ? new Field(
                                            field.origin(),
                                            without(below, path.subList(1, path.size())))
                                    : field);
        }
        return new Branch(fields, tree.origin());
    }

    private static List<String> parts(String key) {
        return List.of(key.split("\\.", -1));
    }
}
