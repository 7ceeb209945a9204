package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Scope;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.websocket.session.Session;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;

/** The filters that every message of a route passes, the outermost first. Immutable. */
final class MessageFilters {

    private final ListenerConfig config;
    private final List<Scoped> filters;

    MessageFilters(ListenerConfig config, List<Scoped> filters) {
        this.config = config;
        this.filters = List.copyOf(filters);
    }

    /** A filter, and where it holds. */
    record Scoped(Scope scope, Filter filter) {

        boolean holdsFor(Session session) {
            return scope.conditions().isEmpty()
                    || (session.request().headers() instanceof ServerRequestHeaders headers
                            && scope.accepts(headers));
        }
    }

    /** What stands behind the last filter. */
    @FunctionalInterface
    interface Handler {

        void handle() throws Exception;
    }

    /**
     * Lets a message pass.
     *
     * @throws Exception what a filter or the handler throws
     */
    void pass(Session session, WebSocketMessage message, Handler handler) throws Exception {
        if (filters.isEmpty()) {
            handler.handle();
        } else {
            pass(0, session, new MessageExchange(config, session, message), handler);
        }
    }

    private void pass(int from, Session session, MessageExchange exchange, Handler handler)
            throws Exception {
        int at = from;
        while (at < filters.size() && !filters.get(at).holdsFor(session)) {
            at++;
        }
        if (at == filters.size()) {
            handler.handle();
            return;
        }
        int next = at + 1;
        boolean[] proceeded = {false};
        Filter filter = filters.get(at).filter();
        filter.filter(
                exchange,
                () -> {
                    proceeded[0] = true;
                    pass(next, session, exchange, handler);
                });
        if (!proceeded[0] && session.isOpen()) {
            throw new IllegalStateException(
                    "filter "
                            + filter.getClass().getName()
                            + " ended without proceed() and without a rejection (expected: one of them)");
        }
    }
}
