package dev.serve.api.pool;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of one listener, to look at and to close. Every method may be called by any
 * thread; none waits for a peer.
 */
public interface PoolView {

    /** The figures of all its connections. */
    PoolMetrics metrics();

    /**
     * The figures of one protocol, such as {@code h2}; all zero if no connection has spoken it.
     * Counts of connections begin when their protocol is known.
     */
    PoolMetrics metrics(String protocol);

    /** How much room is left. */
    PoolHealth health();

    /**
     * What is in work at this moment, by protocol: {@code http} for requests, {@code sse} for event
     * streams, {@code websocket} for sessions, {@code grpc} for calls, {@code tcp} for connections
     * of frames. Protocols without any are left out.
     */
    Map<String, Integer> inWork();

    /**
     * Messages of WebSocket sessions, events of streams and frames of TCP that have been taken to
     * send and wait for their peers at this moment.
     */
    long queuedMessages();

    /**
     * How calls have ended since the start: by method, such as {@code greet.Greeter/SayHello}, the
     * number for each code of gRPC, such as {@code OK}. Methods that nobody has called are left
     * out; all that there are not are one, {@code other}.
     */
    Map<String, Map<String, Long>> calls();

    /**
     * Open connections, counted by what they speak, such as {@code h2}; those of which that is not
     * known yet are {@code opening}. What none speaks is left out.
     */
    Map<String, Integer> openByProtocol();

    /** Every open connection, in the order they came. */
    List<ConnectionView> connections();

    /**
     * One open connection, found in constant time.
     *
     * @param id such as {@code conn_00000000002a}
     */
    Optional<ConnectionView> find(String id);

    /**
     * Closes one connection.
     *
     * @param id such as {@code conn_00000000002a}
     * @return whether there was such a connection
     */
    boolean close(String id, CloseMode mode);
}
