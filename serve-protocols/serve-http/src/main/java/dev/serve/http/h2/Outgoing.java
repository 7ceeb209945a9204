package dev.serve.http.h2;

import java.io.IOException;

/** Something to be written, by whoever holds the {@link Outbox}. */
interface Outgoing {

    /** Puts its frames on the wire, or lets the schedule have them. */
    void write(FrameOutput out, Schedule schedule) throws IOException;

    /** It will never be written. */
    default void drop() {}
}
