package dev.serve.api.observe;

/** How well something is, from good to bad. */
public enum HealthState {
    /** It works. */
    UP,
    /**
     * It works, and somebody should look: little room is left, or something it can do without
     * fails.
     */
    DEGRADED,
    /** It does not work, or is not to be used. */
    DOWN;

    /** The worse of the two. */
    public HealthState worst(HealthState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
