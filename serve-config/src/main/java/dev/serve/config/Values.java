package dev.serve.config;

import dev.serve.api.config.Key;
import dev.serve.api.config.Problem;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ValueType;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Gone;
import dev.serve.config.Tree.Leaf;
import dev.serve.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads single values by their keys. */
final class Values {

    private final List<Problem> problems;
    private final Secrets secrets;

    /**
     * @param problems where every problem goes
     * @param secrets reads values that stand elsewhere
     */
    Values(List<Problem> problems, Secrets secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    /** The value that a tree holds for a key; null if it holds none, which is then a problem. */
    <T> @Nullable T read(Key<T> key, String fullKey, Tree tree) {
        boolean list = key.type().isList();
        if (tree instanceof Leaf leaf && leaf.secret()) {
            secrets.note(fullKey, leaf.text());
        }
        return switch (tree) {
            case Leaf leaf when leaf.missing() -> wrong(key, fullKey, tree);
            case Leaf leaf when leaf.text().isBlank() && mayNotBeBlank(key) ->
                    wrong(key, fullKey, tree);
            case Leaf leaf when list -> list(key, fullKey, leaf, itemsOf(leaf));
            case Leaf leaf -> parsed(key, fullKey, leaf, leaf.text());
            case Sequence sequence when list -> list(key, fullKey, sequence, sequence.items());
            case Sequence sequence -> wrong(key, fullKey, tree);
            case Branch branch when Secrets.isElsewhere(branch) -> {
                Leaf secret = secrets.read(fullKey, branch);
                yield secret == null ? null : read(key, fullKey, secret);
            }
            case Branch branch -> wrong(key, fullKey, tree);
            case Gone gone -> null;
        };
    }

    /** Whether a key may be without a value, so that {@code none} takes it away. */
    static boolean mayBeAbsent(Key<?> key) {
        return !key.hasDefault() && !isWord(key.type());
    }

    /** Whether {@code none} is a value of the type itself, as it is of client-auth. */
    private static <T> boolean isWord(ValueType<T> type) {
        try {
            return type.name().equals("word")
                    && type.print(type.parse(Tree.NONE)).equals(Tree.NONE);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What stands there, as the reader of an error would say it. */
    static String kind(Tree tree) {
        return switch (tree) {
            case Leaf leaf when leaf.missing() || leaf.text().isBlank() -> "no value";
            case Leaf leaf -> "a single value";
            case Sequence sequence -> "a list";
            case Branch branch -> "a map";
            case Gone gone -> "no value";
        };
    }

    private static boolean mayNotBeBlank(Key<?> key) {
        return !key.hasDefault() && !key.secret();
    }

    private static List<Tree> itemsOf(Leaf leaf) {
        return leaf.text().isBlank()
                ? List.of()
                : Stream.of(leaf.text().split(",", -1))
                        .<Tree>map(
                                item -> new Leaf(item.trim(), false, leaf.secret(), leaf.origin()))
                        .toList();
    }

    /** Each item is tried alone, so that a wrong one is shown at its own place. */
    private <T> @Nullable T list(Key<T> key, String fullKey, Tree whole, List<Tree> items) {
        List<String> texts = new ArrayList<>();
        for (Tree item : items) {
            if (!(item instanceof Leaf leaf) || leaf.missing() || leaf.text().isBlank()) {
                return wrong(key, fullKey, item);
            }
            if (leaf.text().contains(",")) {
                problems.add(
                        new Problem(
                                leaf.origin(),
                                fullKey,
                                shown(key, leaf, leaf.text()),
                                "an item without a comma"));
                return null;
            }
            if (typed(key, fullKey, leaf, leaf.text()) == null) {
                return null;
            }
            texts.add(leaf.text());
        }
        if (items.stream().anyMatch(item -> item instanceof Leaf leaf && leaf.secret())) {
            secrets.note(fullKey, String.join(", ", texts));
        }
        return parsed(key, fullKey, whole, String.join(", ", texts));
    }

    private <T> @Nullable T parsed(Key<T> key, String fullKey, Tree tree, String text) {
        T value = typed(key, fullKey, tree, text);
        if (value == null) {
            return null;
        }
        try {
            return key.check(value);
        } catch (IllegalArgumentException e) {
            return refused(key, fullKey, tree, text);
        }
    }

    private <T> @Nullable T typed(Key<T> key, String fullKey, Tree tree, String text) {
        try {
            return key.type().parse(text);
        } catch (IllegalArgumentException e) {
            return refused(key, fullKey, tree, text);
        }
    }

    private <T> @Nullable T refused(Key<T> key, String fullKey, Tree tree, String text) {
        problems.add(new Problem(tree.origin(), fullKey, shown(key, tree, text), key.expected()));
        return null;
    }

    private <T> @Nullable T wrong(Key<T> key, String fullKey, Tree tree) {
        problems.add(
                new Problem(
                        tree.origin(),
                        fullKey,
                        null,
                        kind(tree) + " (expected: " + key.expected() + ")"));
        return null;
    }

    private static String shown(Key<?> key, Tree tree, String text) {
        boolean secret = key.secret() || (tree instanceof Leaf leaf && leaf.secret());
        return secret ? SecretValues.MASK : Shown.text(text);
    }
}
