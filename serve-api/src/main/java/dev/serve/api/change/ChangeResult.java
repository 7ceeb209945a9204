package dev.serve.api.change;

import java.time.Duration;
import java.util.List;

/** What became of a plan. Immutable. */
public sealed interface ChangeResult {

    /** The plan. */
    ChangePlan plan();

    /** The version in force now. */
    long version();

    /** In words, for a terminal or a log. */
    String message();

    /** Whether the plan's configuration is in force now. */
    default boolean isInForce() {
        return switch (this) {
            case Applied _, Restarted _ -> true;
            case Refused _, Stale _, RolledBack _ -> false;
        };
    }

    /**
     * In force, and no connection was told to end.
     *
     * @param took from the call to the moment it was in force
     */
    record Applied(ChangePlan plan, long version, Duration took) implements ChangeResult {
        @Override
        public String message() {
            return "applied as version " + version + " in " + millis(took);
        }
    }

    /**
     * In force; the listeners named were built anew, came or went, and older connections of theirs
     * end in their protocol's words.
     *
     * @param listeners names of those listeners
     * @param took from the call to the moment it was in force
     */
    record Restarted(ChangePlan plan, long version, List<String> listeners, Duration took)
            implements ChangeResult {

        /** Copies the list. */
        public Restarted {
            listeners = List.copyOf(listeners);
        }

        @Override
        public String message() {
            return "applied as version "
                    + version
                    + " in "
                    + millis(took)
                    + "; built anew: "
                    + String.join(", ", listeners);
        }
    }

    /**
     * It could not be prepared: nothing was changed.
     *
     * @param version as before
     * @param cause names listener and key, with what was expected
     */
    record Refused(ChangePlan plan, long version, RuntimeException cause) implements ChangeResult {
        @Override
        public String message() {
            return "refused, version " + version + " stays: " + said(plan, cause);
        }
    }

    /** Another version was put in force after the plan was made: nothing was changed. */
    record Stale(ChangePlan plan, long version) implements ChangeResult {
        @Override
        public String message() {
            return "refused, version "
                    + version
                    + " stays: the plan was made for version "
                    + plan.baseVersion()
                    + " (expected: a plan for "
                    + version
                    + ")";
        }
    }

    /**
     * It failed when some of it was in force already: all of that was taken back.
     *
     * @param version as before
     */
    record RolledBack(ChangePlan plan, long version, RuntimeException cause)
            implements ChangeResult {
        @Override
        public String message() {
            return "taken back, version " + version + " stays: " + said(plan, cause);
        }
    }

    private static String millis(Duration took) {
        return took.toMillis() + " ms";
    }

    /** Messages of others may name values. */
    private static String said(ChangePlan plan, RuntimeException cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : plan.next().secrets().masked(message);
    }
}
