package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Leaf;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The layers that are no files: environment variables, system properties and overrides. Each
 * becomes a tree; a variable whose name means no key, and a list of records, are problems here.
 */
final class Overlays {

    /** What an orchestrator sets for a service whose name begins with "serve": not meant for us. */
    private static final Pattern OF_AN_ORCHESTRATOR =
            Pattern.compile(
                    "SERVE_(.+_)?SERVICE_(HOST|PORT(_.+)?)|SERVE_(.+_)?PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

    private static final String PROPERTY_PREFIX = "serve.";

    private final List<Problem> problems;

    /**
     * @param problems where every problem goes
     */
    Overlays(List<Problem> problems) {
        this.problems = problems;
    }

    /** Environment variables; {@code files} and {@code base} name the listeners there are. */
    Branch environment(Map<String, String> environment, ServerConfig base, Branch files) {
        EnvironmentNames names = new EnvironmentNames(base, files);
        Branch tree = Branch.empty(Origin.of("environment"));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (isOurs(variable.getKey(), variable.getValue())) {
                tree = variable(tree, names, variable.getKey(), variable.getValue());
            }
        }
        return tree;
    }

    private static boolean isOurs(String name, String value) {
        return name.startsWith(EnvironmentNames.PREFIX)
                && !name.equals(Profiles.VARIABLE)
                && !OF_AN_ORCHESTRATOR.matcher(name).matches()
                && !(name.endsWith("_PORT") && ADDRESS_OF_A_SERVICE.matcher(value).matches());
    }

    private Branch variable(Branch tree, EnvironmentNames names, String name, String value) {
        Origin origin = Origin.of("environment " + name);
        List<List<String>> keys = names.resolve(name);
        if (keys.size() == 1) {
            return put(tree, keys.getFirst(), value, origin);
        }
        String what =
                keys.isEmpty()
                        ? "unknown variable"
                                + EditDistance.nearest(name, names.known().stream())
                                        .map(near -> " (did you mean " + near + "?)")
                                        .orElse(
                                                " (expected: SERVE_ and a key, such as SERVE_LISTENERS_WEB_PORT)")
                        : "ambiguous (expected: one key; it may mean "
                                + String.join(
                                        " or ",
                                        keys.stream().map(key -> String.join(".", key)).toList())
                                + ", so use --set)";
        problems.add(new Problem(origin, "", null, what));
        return tree;
    }

    /** System properties that begin with {@code serve.}. */
    Branch properties(Map<String, String> properties) {
        Branch tree = Branch.empty(Origin.of("system properties"));
        for (Map.Entry<String, String> property : properties.entrySet()) {
            String name = property.getKey();
            if (name.startsWith(PROPERTY_PREFIX) && !name.equals(Profiles.PROPERTY)) {
                tree =
                        put(
                                tree,
                                parts(name.substring(PROPERTY_PREFIX.length())),
                                property.getValue(),
                                Origin.of("-D" + name));
            }
        }
        return tree;
    }

    /** What {@code --set} says. */
    Branch overrides(Map<String, String> overrides) {
        Origin origin = Origin.of("--set");
        Branch tree = Branch.empty(origin);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            tree = put(tree, parts(override.getKey()), override.getValue(), origin);
        }
        return tree;
    }

    private static List<String> parts(String key) {
        return List.of(key.split("\\.", -1));
    }

    private Branch put(Branch tree, List<String> path, String value, Origin origin) {
        String key = String.join(".", path);
        if (path.stream().anyMatch(String::isBlank)) {
            problems.add(
                    new Problem(origin, "", Shown.text(key), "a key such as listeners.web.port"));
            return tree;
        }
        if (meetsList(ServerConfig.SCHEMA, path)) {
            problems.add(
                    new Problem(
                            origin,
                            key,
                            null,
                            "a list of records (expected: in a file, which alone can give one)"));
            return tree;
        }
        return Merge.put(
                tree, FreeMaps.wholeNames(ServerConfig.SCHEMA, path), Leaf.of(value, origin));
    }

    /** Whether a path leads to or into a list of records. */
    private static boolean meetsList(Schema<?, ?> schema, List<String> path) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            if (property.name().equals(path.getFirst())) {
                return switch (property) {
                    case Schema.Items<?, ?, ?, ?> items -> true;
                    case Schema.Section<?, ?, ?, ?> section ->
                            path.size() > 1
                                    && meetsList(section.schema(), path.subList(1, path.size()));
                    case Schema.Named<?, ?, ?, ?> named ->
                            path.size() > 2
                                    && meetsList(named.schema(), path.subList(2, path.size()));
                    case Schema.Value<?, ?, ?> value -> false;
                    case Schema.FreeMap<?, ?> map -> false;
                };
            }
        }
        return false;
    }
}
