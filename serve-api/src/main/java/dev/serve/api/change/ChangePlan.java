package dev.serve.api.change;

import dev.serve.api.change.ListenerChange.Kind;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What would happen if another configuration were put in force; nothing has happened yet.
 * Immutable.
 *
 * @param baseVersion the version it was made for; once another is in force the plan is stale, and
 *     refused
 * @param source who asks for it, such as {@code serve.yaml} or {@code api}
 * @param listeners every listener of both configurations: those that stay or change or come in the
 *     order of the new one, then those that go
 * @param keys what differs outside listeners, by full key
 * @param next the configuration it leads to
 */
public record ChangePlan(
        long baseVersion,
        String source,
        List<ListenerChange> listeners,
        List<KeyChange> keys,
        ServerConfig next) {

    /** Copies the lists. */
    public ChangePlan {
        Objects.requireNonNull(next, "next");
        listeners = List.copyOf(listeners);
        keys = List.copyOf(keys);
    }

    /** Whether nothing differs at all; to apply it only reads keys and certificates anew. */
    public boolean isEmpty() {
        return keys.isEmpty()
                && listeners.stream().allMatch(listener -> listener.kind() == Kind.UNCHANGED);
    }

    /** The strictest of all it holds. */
    public Impact impact() {
        return Stream.concat(
                        keys.stream().map(KeyChange::impact),
                        listeners.stream().map(ListenerChange::impact))
                .reduce(Impact.NOTHING, Impact::and);
    }

    /** Names of the listeners that come, go, or are built anew. */
    public List<String> restarted() {
        return listeners.stream()
                .filter(listener -> listener.impact() == Impact.RESTART)
                .map(ListenerChange::listener)
                .toList();
    }

    /** The plan for a terminal: a line for each listener, and below it one for each of its keys. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                (isEmpty() ? "Nothing to change in version " : "Change of version ")
                        + baseVersion
                        + " by "
                        + source);
        for (ListenerChange listener : listeners) {
            lines.add("  " + line(listener));
            listener.keys().forEach(key -> lines.add("      " + key));
        }
        keys.forEach(key -> lines.add("  " + key));
        return List.copyOf(lines);
    }

    private static String line(ListenerChange listener) {
        String name = listener.listener() + " (" + listener.address() + "): ";
        return switch (listener.kind()) {
            case ADDED -> "+ " + name + "comes";
            case REMOVED -> "- " + name + "goes, its connections drain";
            case CHANGED -> "~ " + name + listener.impact();
            case UNCHANGED -> "= " + name + Impact.NOTHING;
        };
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }
}
