package dev.serve.api.change;

import dev.serve.api.config.ServerConfig;
import java.time.Instant;
import java.util.List;

/**
 * One entry of a server's history: the configuration that it started with, or one that was to be
 * put in force. Immutable.
 *
 * @param version counts entries, from 1
 * @param time when
 * @param source who asked for it, such as {@code serve.yaml} or {@code api}
 * @param outcome what became of it
 * @param plan lines of the plan, as {@link ChangePlan#lines}; empty for the first
 * @param message what became of it, in words
 * @param config the configuration
 */
public record ConfigVersion(
        long version,
        Instant time,
        String source,
        Outcome outcome,
        List<String> plan,
        String message,
        ServerConfig config) {

    /** What became of a version. */
    public enum Outcome {
        /** The server started with it. */
        STARTED,
        /** In force, no connection was told to end. */
        APPLIED,
        /** In force, with listeners built anew. */
        RESTARTED,
        /** It could not be prepared; it was never in force. */
        REFUSED,
        /** It failed half-way and was taken back. */
        ROLLED_BACK;

        /** Whether the version was put in force, so that one may return to it. */
        public boolean isCommitted() {
            return this == STARTED || this == APPLIED || this == RESTARTED;
        }
    }

    /** Copies the list. */
    public ConfigVersion {
        plan = List.copyOf(plan);
    }
}
