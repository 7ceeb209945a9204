package dev.serve.api.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a configuration: where, which key, which value, what was expected.
 * Immutable.
 *
 * @param origin where the value stands
 * @param key the full key, such as {@code listeners.web.port}; empty for a whole file
 * @param value the value as it was written, or null where there is none or it is a secret
 * @param expected what would have been right, or what else is wrong, as a phrase
 */
public record Problem(Origin origin, String key, @Nullable String value, String expected)
        implements Comparable<Problem> {

    /** By place, so that a report reads in the order of the file. */
    @Override
    public int compareTo(Problem other) {
        int byOrigin = origin.compareTo(other.origin);
        return byOrigin != 0 ? byOrigin : key.compareTo(other.key);
    }

    /**
     * {@code serve.yaml:14:9: listeners.web.port: "http" (expected: an integer from 0 to 65535)}.
     */
    @Override
    public String toString() {
        return origin + ": " + withoutPlace();
    }

    /** As {@link #toString}, without the place: for messages that name it themselves. */
    public String withoutPlace() {
        String what = value == null ? expected : '"' + value + "\" (expected: " + expected + ')';
        return key.isEmpty() ? what : key + ": " + what;
    }

    /** The same, with secrets masked in what is shown of it. */
    public Problem masked(SecretValues secrets) {
        return new Problem(
                origin,
                key,
                value == null ? null : secrets.masked(value),
                secrets.masked(expected));
    }
}
