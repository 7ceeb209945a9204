package dev.serve.api.change;

import java.util.List;

/**
 * What a plan holds for one listener. Immutable.
 *
 * @param listener its name
 * @param kind whether it comes, goes, changes or stays
 * @param address its address in the configuration to come; of one that goes, its address so far
 * @param keys what differs; empty unless it changes
 */
public record ListenerChange(String listener, Kind kind, String address, List<KeyChange> keys) {

    /** Whether a listener comes, goes, changes or stays. */
    public enum Kind {
        /** It is bound and serves. */
        ADDED,
        /** It stops accepting, and its connections drain. */
        REMOVED,
        /** Some of its keys have other values. */
        CHANGED,
        /** Nothing differs. */
        UNCHANGED
    }

    /** Copies the list. */
    public ListenerChange {
        keys = List.copyOf(keys);
    }

    /** The strictest of its keys; what comes or goes is built or ended, which is a restart. */
    public Impact impact() {
        return switch (kind) {
            case ADDED, REMOVED -> Impact.RESTART;
            case UNCHANGED -> Impact.NOTHING;
            case CHANGED ->
                    keys.stream().map(KeyChange::impact).reduce(Impact.NOTHING, Impact::and);
        };
    }
}
