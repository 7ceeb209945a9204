package dev.serve.api.spi;

/** Is told that a stream or an answer is to end, or has. */
public interface EndWatcher {

    /**
     * The connection takes nothing new and waits for the end of this. Called once at most, by any
     * thread, also before it has begun; must be quick and not write.
     */
    default void closing() {}

    /**
     * Whether it goes on when its listener is configured anew, on the connection as it is; then it
     * is not told that the connection closes, until the server stops. Asked by any thread; must be
     * quick.
     */
    default boolean stays() {
        return false;
    }

    /**
     * The time in which the connection was to end has passed, and it is about to be cut: what is
     * sent within a moment still leaves. Called once at most, by any thread, also before it has
     * begun; must be quick and not write. On HTTP/2 alone: elsewhere {@link #closing} is the last
     * word.
     *
     * @return whether there is something to say
     */
    default boolean expires() {
        return false;
    }

    /** Its protocol, as counts of what is in work name it; asked of answers that last. */
    default String protocol() {
        return "http";
    }

    /**
     * Messages, events or frames that it has taken to send and that wait for the client. Asked by
     * any thread; must be quick.
     */
    default int waiting() {
        return 0;
    }

    /**
     * The client has gone: it has reset the stream of HTTP/2, or the connection is lost; whoever
     * waits on the wire gets an {@link java.io.IOException}. Called once at most, by any thread,
     * also before it has begun; must be quick and not write. Of a connection of HTTP/1.1 in other
     * hands ({@link StreamTaker}) reading and writing alone tell.
     */
    default void lost() {}
}
