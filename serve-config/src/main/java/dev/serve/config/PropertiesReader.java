package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Leaf;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one file of Java properties into a {@link Tree}: {@code listeners.web.port = 8080}, one
 * full key a line, {@code #} and {@code !} begin comments, a backslash at the end goes on in the
 * next line, {@code \}{@code u00e9} and the like stand for characters. Records of a list are
 * numbered: {@code listeners.web.routes.0.path = /old}.
 */
final class PropertiesReader {

    private final Path file;
    private final List<Problem> problems;
    private final Map<String, Origin> seen = new HashMap<>();

    /**
     * @param problems where everything wrong with the file goes
     */
    PropertiesReader(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The file's tree; empty if it cannot be read, which is then among the problems. */
    Optional<Branch> read() {
        return FileText.of(file, "a properties file", problems).map(this::parse);
    }

    private Branch parse(String text) {
        Branch tree = Branch.empty(new Origin(file.toString(), 1, 1));
        PropertyLines lines = new PropertyLines(text);
        for (PropertyLines.Entry entry = lines.next(); entry != null; entry = lines.next()) {
            tree = put(tree, entry);
        }
        return Numbered.lists(ServerConfig.SCHEMA, tree);
    }

    private Branch put(Branch tree, PropertyLines.Entry entry) {
        Origin place = new Origin(file.toString(), entry.keyLine(), entry.keyColumn());
        if (entry.broken()) {
            problems.add(
                    new Problem(
                            place, "", null, "a broken \\u (expected: four hexadecimal digits)"));
            return tree;
        }
        List<String> path = List.of(entry.key().split("\\.", -1));
        if (path.stream().anyMatch(String::isBlank)) {
            problems.add(
                    new Problem(
                            place,
                            "",
                            Shown.text(entry.key()),
                            "a key such as listeners.web.port"));
            return tree;
        }
        path = FreeMaps.wholeNames(ServerConfig.SCHEMA, path);
        Origin first = seen.putIfAbsent(entry.key(), place);
        if (first != null || meets(tree, path)) {
            problems.add(
                    new Problem(
                            place,
                            "",
                            null,
                            first != null
                                    ? "the key "
                                            + Shown.text(entry.key())
                                            + " a second time (expected: once; the first is at "
                                            + first
                                            + ")"
                                    : "the key "
                                            + Shown.text(entry.key())
                                            + " has a value and keys below it (expected: one of both)"));
            return tree;
        }
        Origin value = new Origin(file.toString(), entry.valueLine(), entry.valueColumn());
        return Merge.put(tree, path, new Field(place, Leaf.of(entry.value(), value)));
    }

    /** Whether a value stands on the way to a key, or keys below it. */
    private static boolean meets(Branch tree, List<String> path) {
        for (int length = 1; length < path.size(); length++) {
            if (tree.at(path.subList(0, length)) instanceof Leaf) {
                return true;
            }
        }
        return tree.at(path) != null;
    }
}
