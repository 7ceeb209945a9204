package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Leaf;
import dev.serve.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns SnakeYAML's nodes into a {@link Tree}. Aliases and merge keys ({@code <<}, YAML 1.1 type
 * repository) are followed, up to {@value #MAX_NODES} values in all: a file of a few lines can name
 * billions.
 */
final class NodeTrees {

    /** Values of one file, aliases followed. */
    static final int MAX_NODES = 50_000;

    /** {@code key: !secret text} is masked as what comes from a file of secrets is. */
    private static final Tag SECRET = new Tag("!secret");

    private final Function<Mark, Origin> origin;
    private final List<Problem> problems;
    private final Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());
    private int seen;

    NodeTrees(Function<Mark, Origin> origin, List<Problem> problems) {
        this.origin = origin;
        this.problems = problems;
    }

    /** The map and all below it; empty if it does not end, which is then among the problems. */
    Optional<Branch> branch(MappingNode root) {
        try {
            return Optional.of(map(root));
        } catch (Endless e) {
            problems.add(e.problem);
            return Optional.empty();
        }
    }

    /** What a node is, as the reader of an error would say it. */
    static String kind(Node node) {
        return switch (node) {
            case MappingNode map -> "a map";
            case SequenceNode list -> "a list";
            default -> "a value";
        };
    }

    private Tree tree(Node node) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(SECRET)) {
            return Leaf.secret(scalar.getValue(), place(scalar));
        }
        if (!node.getTag().getValue().startsWith(Tag.PREFIX)) {
            problem(
                    node,
                    "the tag "
                            + Shown.text(node.getTag().getValue())
                            + " (expected: no tag, or !secret before a value)");
        }
        return switch (node) {
            case MappingNode map -> map(map);
            case SequenceNode list -> list(list);
            case ScalarNode scalar ->
                    scalar.getTag().equals(Tag.NULL)
                            ? Leaf.nothing(scalar.getValue(), place(scalar))
                            : Leaf.of(scalar.getValue(), place(scalar));
            default -> throw new IllegalStateException("a node of no kind: " + node.getNodeId());
        };
    }

    private Sequence list(SequenceNode node) {
        enter(node);
        List<Tree> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(tree(item));
        }
        inside.remove(node);
        return new Sequence(items, place(node));
    }

    private Branch map(MappingNode node) {
        enter(node);
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<String, Field> merged = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problem(
                        entry.getKeyNode(),
                        kind(entry.getKeyNode()) + " as a key (expected: a word)");
            } else if (key.getTag().equals(Tag.MERGE)) {
                mergeIn(merged, entry.getValueNode());
            } else {
                put(fields, key, entry.getValueNode());
            }
        }
        merged.forEach(fields::putIfAbsent);
        inside.remove(node);
        return new Branch(fields, place(node));
    }

    private void put(Map<String, Field> fields, ScalarNode key, Node value) {
        Field first = fields.get(key.getValue());
        Tree tree = tree(value);
        if (first == null) {
            fields.put(key.getValue(), new Field(place(key), tree));
        } else {
            problem(
                    key,
                    "the key "
                            + Shown.text(key.getValue())
                            + " a second time (expected: once; the first is at "
                            + first.origin()
                            + ")");
        }
    }

    private void mergeIn(Map<String, Field> merged, Node value) {
        switch (value) {
            case MappingNode map -> map(map).fields().forEach(merged::putIfAbsent);
            case SequenceNode list -> {
                enter(list);
                list.getValue().forEach(item -> mergeIn(merged, item));
                inside.remove(list);
            }
            default -> problem(value, "a value behind << (expected: an alias of a map)");
        }
    }

    private void enter(Node node) {
        if (!inside.add(node)) {
            throw new Endless(place(node), "an alias inside what it names (expected: an end)");
        }
        seen += 1 + (node instanceof CollectionNode<?> children ? children.getValue().size() : 0);
        if (seen > MAX_NODES) {
            throw new Endless(
                    place(node),
                    "more than "
                            + MAX_NODES
                            + " values (expected: fewer; aliases count each time)");
        }
    }

    private void problem(Node node, String what) {
        problems.add(new Problem(place(node), "", null, what));
    }

    private Origin place(Node node) {
        return origin.apply(node.getStartMark());
    }

    /** Ends the walk of a file that names itself, or too much. */
    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        Endless(Origin origin, String what) {
            super(what);
            this.problem = new Problem(origin, "", null, what);
        }
    }
}
