package dev.serve.pool;

/** The pool's answer to one accepted socket. */
public sealed interface Admission {

    /** It may stay, for as long as it holds the lease. */
    record Admitted(Lease lease) implements Admission {}

    /** It is to be closed at once; it has been counted. */
    record Refused(Reason reason) implements Admission {}

    /** Why a socket is refused. */
    enum Reason {
        /** {@code pool.max-connections} are open. */
        POOL_FULL,
        /** The listener is going away. */
        DRAINING
    }
}
