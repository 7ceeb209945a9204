package dev.serve.server.lifecycle;

import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The one-way life of a server: NEW, STARTING, RUNNING, DRAINING, STOPPED, or FAILED. Each step is
 * one compare-and-set, so that of two that would take it one does. Any thread.
 */
public final class ServerLife {

    private final AtomicReference<ServerState> state = new AtomicReference<>(ServerState.NEW);
    private final Consumer<ServerEvent> events;

    /** A life that begins; {@code events} is told of every step, in the thread that takes it. */
    public ServerLife(Consumer<ServerEvent> events) {
        this.events = events;
    }

    /** Where it is. */
    public ServerState state() {
        return Objects.requireNonNull(state.get());
    }

    /** Takes a step; whether it was there to be taken. */
    public boolean move(ServerState from, ServerState to) {
        if (!state.compareAndSet(from, to)) {
            return false;
        }
        events.accept(new ServerEvent.StateChanged(from, to));
        return true;
    }

    /**
     * Fails unless the server is in that state.
     *
     * @param what what was asked for
     */
    public void require(ServerState expected, String what) {
        ServerState now = state();
        if (now != expected) {
            throw new IllegalStateException(
                    what + " of a server that is " + now + " (expected: " + expected + ")");
        }
    }
}
