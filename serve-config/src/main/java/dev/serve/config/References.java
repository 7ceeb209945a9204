package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Leaf;
import dev.serve.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts in what a file refers to: {@code ${PORT}} is an environment variable, else a system
 * property; {@code ${PORT:3000}} has a default, for when there is none or it is empty; {@code
 * $${PORT}} stays as {@code ${PORT}}. What is put in is not looked through again.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Surroundings surroundings;
    private final List<Problem> problems;

    /**
     * @param problems where references that lead nowhere go
     */
    References(Surroundings surroundings, List<Problem> problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** A file's tree with everything put in; keys stay as they are. */
    Branch putIn(Branch file) {
        return branch(file, "");
    }

    private Branch branch(Branch branch, String key) {
        Map<String, Field> fields = new LinkedHashMap<>();
        branch.fields()
                .forEach(
                        (name, field) ->
                                fields.put(
                                        name,
                                        new Field(
                                                field.origin(),
                                                tree(
                                                        field.value(),
                                                        key.isEmpty() ? name : key + "." + name))));
        return new Branch(fields, branch.origin());
    }

    private Tree tree(Tree tree, String key) {
        return switch (tree) {
            case Branch branch -> branch(branch, key);
            case Sequence sequence -> {
                List<Tree> items = new ArrayList<>();
                for (int i = 0; i < sequence.items().size(); i++) {
                    items.add(tree(sequence.items().get(i), key + "[" + i + "]"));
                }
                yield new Sequence(items, sequence.origin());
            }
            case Leaf leaf when leaf.text().contains("${") ->
                    new Leaf(
                            text(leaf.text(), key, leaf.origin()),
                            leaf.missing(),
                            leaf.secret(),
                            leaf.origin());
            case Leaf leaf -> leaf;
            case Tree.Gone gone -> gone;
        };
    }

    private String text(String text, String key, Origin origin) {
        return REFERENCE
                .matcher(text)
                .replaceAll(
                        match -> {
                            String whole = match.group();
                            String put =
                                    whole.startsWith("$$")
                                            ? whole.substring(1)
                                            : value(match.group(1), match.group(2), key, origin);
                            return Matcher.quoteReplacement(put);
                        });
    }

    private String value(String inside, String end, String key, Origin origin) {
        int colon = inside.indexOf(':');
        String name = colon < 0 ? inside : inside.substring(0, colon);
        if (end.isEmpty() || !NAME.matcher(name).matches()) {
            problems.add(
                    new Problem(
                            origin,
                            Shown.line(key),
                            Shown.text("${" + inside + end),
                            "a reference such as ${PORT} or ${PORT:3000}, or $${ for the characters themselves"));
            return "";
        }
        String value = surrounding(name);
        if (colon >= 0 && (value == null || value.isEmpty())) {
            return inside.substring(colon + 1);
        }
        if (value == null) {
            problems.add(
                    new Problem(
                            origin,
                            Shown.line(key),
                            "${" + name + "}",
                            "an environment variable or system property of that name, or a default as in ${"
                                    + name
                                    + ":...}"));
            return "";
        }
        return value;
    }

    private @Nullable String surrounding(String name) {
        String variable = surroundings.environment().get(name);
        return variable != null ? variable : surroundings.properties().get(name);
    }
}
