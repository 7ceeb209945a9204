package dev.serve.api.event;

import java.util.List;

/** Something that happened to a server. Immutable. */
public sealed interface ServerEvent {

    /** The server went from one state to the next. */
    record StateChanged(ServerState from, ServerState to) implements ServerEvent {}

    /**
     * A listener is bound and accepts.
     *
     * @param address the address as bound, such as {@code 127.0.0.1:49152}
     */
    record ListenerOpened(String listener, String address) implements ServerEvent {}

    /** A listener accepts no longer. */
    record ListenerClosed(String listener) implements ServerEvent {}

    /**
     * A listener answers by a new table of routes from its next request on.
     *
     * @param version counts the tables of the listener, from 1
     */
    record RoutesSwapped(String listener, long version) implements ServerEvent {}

    /**
     * A listener goes by another configuration.
     *
     * @param address the address as bound
     * @param keys what changed, relative to the listener, such as {@code pool.max-connections}
     * @param draining whether connections that were open are told to end
     */
    record ListenerReconfigured(
            String listener, String address, List<String> keys, boolean draining)
            implements ServerEvent {

        /** Copies the list. */
        public ListenerReconfigured {
            keys = List.copyOf(keys);
        }
    }
}
