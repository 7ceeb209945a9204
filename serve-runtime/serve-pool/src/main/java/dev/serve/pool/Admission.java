package dev.serve.pool;

import dev.serve.api.config.OverLimit;
import dev.serve.api.pool.RefuseReason;
import java.time.Duration;

/** The pool's answer to one accepted socket. */
public sealed interface Admission {

    /** It may stay, for as long as it holds the lease. */
    record Admitted(Lease lease) implements Admission {}

    /**
     * It is to be closed; it has been counted.
     *
     * @param reason why
     * @param answer what it gets before, by {@code pool.over-limit}
     * @param retryAfter when it may come again: the {@code Retry-After} of a 503
     */
    record Refused(RefuseReason reason, OverLimit answer, Duration retryAfter)
            implements Admission {}

    /** It is to be left unread; its {@link Waiter} will be told what becomes of it. */
    record Waiting() implements Admission {}
}
