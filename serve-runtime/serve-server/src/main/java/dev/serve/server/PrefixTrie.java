package dev.serve.server;

import dev.serve.api.spi.Door;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes by which doors are told apart. Immutable; a {@link Node} is the place in it that
 * some bytes lead to.
 */
final class PrefixTrie {

    private final Node root = new Node();

    /**
     * Puts the prefixes of all doors together.
     *
     * @throws IllegalArgumentException if one begins with another, so that bytes could not decide
     */
    PrefixTrie(List<Door> doors) {
        for (Door door : doors) {
            for (byte[] prefix : door.prefixes()) {
                add(door, prefix);
            }
        }
    }

    /** Where some bytes lead. */
    static final class Node {
        private final Map<Byte, Node> next = new HashMap<>();
        private @Nullable Door door;

        /** The door that these bytes decide for; null while more are needed. */
        @Nullable Door door() {
            return door;
        }

        /** Where one more byte leads; null when no prefix goes on like that. */
        @Nullable Node next(byte value) {
            return next.get(value);
        }
    }

    Node root() {
        return root;
    }

    private void add(Door door, byte[] prefix) {
        Node at = root;
        for (byte value : prefix) {
            refuseWhenDecided(at);
            at = at.next.computeIfAbsent(value, any -> new Node());
        }
        refuseWhenDecided(at);
        if (!at.next.isEmpty()) {
            throw ambiguous();
        }
        at.door = door;
    }

    private static void refuseWhenDecided(Node at) {
        if (at.door != null) {
            throw ambiguous();
        }
    }

    private static IllegalArgumentException ambiguous() {
        return new IllegalArgumentException(
                "protocols: the first bytes of one begin with those of another (expected: protocols that first bytes tell apart, or listeners of their own)");
    }
}
