package dev.serve.api.event;

/** Being told of events; ends with {@link #close}. */
public interface Subscription extends AutoCloseable {

    /** Ends it; calls after the first do nothing. */
    @Override
    void close();
}
