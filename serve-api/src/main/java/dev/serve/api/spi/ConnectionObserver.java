package dev.serve.api.spi;

import org.jspecify.annotations.Nullable;

/**
 * What an engine tells of its connection as it goes, so that the pool can list it and keep its
 * deadlines. Bytes are seen on the {@link Wire} and requests in the routing, so an engine tells
 * only what it alone knows.
 *
 * <p>Every method is quick and may be called by any thread of the connection.
 */
public interface ConnectionObserver {

    /** Sees nothing: for connections that no pool knows. */
    @SuppressWarnings("ClassInitializationDeadlock") // the class is reached from here alone
    ConnectionObserver NONE = new UnobservedConnection();

    /**
     * The protocol has become clear or has changed.
     *
     * @param name as the field calls it: {@code http/1.1}, {@code h2}, {@code h2c}, {@code
     *     websocket}, {@code grpc}
     * @param multiplexed whether several requests run at a time
     */
    void protocol(String name, boolean multiplexed);

    /**
     * A part of a request's head is in the window and the rest must be waited for: {@code
     * pool.headers-timeout} runs.
     */
    void headBegins();

    /** A handler's request has a body that is not yet read to its end. */
    void bodyBegins();

    /** The body is read to its end. */
    void bodyEnds();

    /**
     * The head of an answer is about to be written. One side alone may answer: the engine, or the
     * pool when {@code pool.request-timeout} has passed.
     *
     * @return false if the pool has answered already; the engine then writes nothing and closes.
     *     Always true on a multiplexed connection
     */
    boolean answerBegins();

    /** A stream of a multiplexed connection has opened. */
    void streamOpens();

    /**
     * A stream has ended.
     *
     * @param error whether by an error or a reset
     */
    void streamCloses(boolean error);

    /**
     * The request has come to its end, and somebody reads on to see whether its client stays: no
     * body is waited for until the next request.
     */
    void watchesClient();

    /**
     * A stream is over, by a reset, a deadline or the end of its connection, and its handler goes
     * on: the pool reports it when that lasts.
     */
    default void handlerOutlives(Handling handler) {}

    /** The handler of such a stream has ended. */
    default void handlerEnds(Handling handler) {}

    /** A message of a session has come, whole. */
    default void messageReceived() {}

    /** A session has taken a message to send. */
    default void messageSent() {}

    /**
     * A call of another protocol than HTTP has ended.
     *
     * @param method one of few: the name of a method that there is, or {@code other}
     * @param code how, as its protocol calls it
     * @param streamed whether it was more than one message each way
     * @param nanos how long it took
     * @param origin where it came from; null where that is not known
     */
    default void callEnded(
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {}

    /**
     * What was to be a request has been answered by its engine: it came to no handler.
     *
     * @param protocol with its version, such as {@code http/1.1}
     * @param status of the answer
     * @param reason why, in words of ours
     */
    default void requestRefused(String protocol, int status, String reason) {}

    /** A session has ended. */
    default void sessionEnded(SessionEnd end) {}

    /** A pong has come so many nanoseconds after its ping. */
    default void roundTrip(long nanos) {}

    /** Whether the connection is to take nothing new: answers announce its end. */
    boolean isDraining();
}
