package dev.serve.api.change;

/**
 * One key with another value. Immutable.
 *
 * @param key relative to its listener, such as {@code pool.max-connections}, or a full key outside
 *     listeners, such as {@code shutdown.timeout}; a section that comes or goes, a list and a map
 *     count as one
 * @param before the value so far, as a file writes it, secrets masked; {@code none} without
 * @param after the value to come, likewise
 * @param impact what it takes
 * @param reason why it takes that, in words
 */
public record KeyChange(String key, String before, String after, Impact impact, String reason) {

    /** {@code port: 8080 -> 9090 (restart: another address is bound …)}. */
    @Override
    public String toString() {
        return key + ": " + before + " -> " + after + " (" + impact + ": " + reason + ")";
    }
}
