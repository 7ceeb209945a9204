package dev.serve.admin;

/**
 * Who asks. Immutable.
 *
 * @param role what it may do
 * @param name for the audit: how it was let in, and from where
 */
record Caller(Role role, String name) {

    /** What somebody may do. */
    enum Role {
        /** Looks. */
        VIEWER,
        /** Looks and commands. */
        OPERATOR;

        /** Whether it may do what that role may. */
        boolean covers(Role other) {
            return compareTo(other) >= 0;
        }
    }
}
