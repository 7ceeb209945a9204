package dev.serve.config;

import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Leaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys that stand in for one another: a listener has a port or a path, its TLS has a store or key
 * and cert. A layer that says one takes the other away from the layers below it; a layer that says
 * both is left as it is, to be refused.
 */
final class Alternatives {

    /** A key below a listener, and what it takes the place of. */
    private static final Map<String, List<String>> INSTEAD_OF = new LinkedHashMap<>();

    static {
        INSTEAD_OF.put("port", List.of("path", "mode"));
        INSTEAD_OF.put("path", List.of("port"));
        INSTEAD_OF.put("tls.store", List.of("tls.key", "tls.cert"));
        INSTEAD_OF.put("tls.key", List.of("tls.store"));
        INSTEAD_OF.put("tls.cert", List.of("tls.store"));
    }

    private Alternatives() {}

    /** The layer, with the word {@code none} for every key that it takes away from lower ones. */
    static Branch decided(Branch layer) {
        Branch result = layer;
        for (String listener : listeners(layer)) {
            for (Map.Entry<String, List<String>> rule : INSTEAD_OF.entrySet()) {
                Leaf chosen = chosen(layer, listener, rule.getKey());
                if (chosen != null) {
                    result = without(result, layer, listener, rule.getValue(), chosen);
                }
            }
        }
        return result;
    }

    private static Branch without(
            Branch result, Branch layer, String listener, List<String> rivals, Leaf chosen) {
        Branch less = result;
        for (String rival : rivals) {
            if (layer.at(path(listener, rival)) == null) {
                Leaf none = Leaf.of(Tree.NONE, chosen.origin());
                less = Merge.put(less, path(listener, rival), none);
            }
        }
        return less;
    }

    /** Both a port and a path, which only one layer can have said. */
    static List<Problem> bothSaid(Branch merged) {
        List<Problem> problems = new ArrayList<>();
        for (String listener : listeners(merged)) {
            Leaf port = chosen(merged, listener, "port");
            Leaf path = chosen(merged, listener, "path");
            if (port != null && path != null) {
                problems.add(
                        new Problem(
                                path.origin(),
                                "listeners." + listener + ".path",
                                Shown.text(path.text()),
                                "either a port or a path; the port is at " + port.origin()));
            }
        }
        return problems;
    }

    /** Full keys that a fixed key shuts out beside itself. */
    static Stream<String> shutOutBy(String fixed) {
        return INSTEAD_OF.entrySet().stream()
                .filter(rule -> fixed.endsWith("." + rule.getKey()))
                .filter(rule -> fixed.matches("listeners\\.[^.]+\\." + rule.getKey()))
                .flatMap(
                        rule ->
                                rule.getValue().stream()
                                        .map(
                                                rival ->
                                                        fixed.substring(
                                                                        0,
                                                                        fixed.length()
                                                                                - rule.getKey()
                                                                                        .length())
                                                                + rival));
    }

    private static Set<String> listeners(Branch layer) {
        return layer.get("listeners") instanceof Branch listeners
                ? listeners.fields().keySet()
                : Set.of();
    }

    private static @Nullable Leaf chosen(Branch layer, String listener, String key) {
        return layer.at(path(listener, key)) instanceof Leaf leaf
                        && !leaf.missing()
                        && !leaf.isNone()
                ? leaf
                : null;
    }

    private static List<String> path(String listener, String key) {
        return Stream.concat(Stream.of("listeners", listener), Stream.of(key.split("\\.", -1)))
                .toList();
    }
}
