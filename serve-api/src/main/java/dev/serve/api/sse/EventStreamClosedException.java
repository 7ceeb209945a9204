package dev.serve.api.sse;

/** An event was sent to a stream that has ended. A handler may let it pass. */
public final class EventStreamClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For a stream that has ended for a reason. */
    public EventStreamClosedException(String reason) {
        super("the event stream has ended: " + reason);
    }
}
