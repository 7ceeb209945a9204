package dev.serve.api.change;

import java.util.Locale;

/** What it takes to put a difference in force, from the least to the most. */
public enum Impact {
    /** Nothing: what is served stays the same. */
    NOTHING,
    /** In force at once, for open connections as for new ones; nobody is sent home. */
    RUNTIME,
    /**
     * The listener is built anew beside the live one and swapped; connections that began before it
     * end in their protocol's words.
     */
    RESTART,
    /** Only a new start of the process puts it in force: a plan with it is refused. */
    NEW_START;

    /** The stricter of both. */
    public Impact and(Impact other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** As it is written to a terminal: {@code nothing}, {@code new start}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
