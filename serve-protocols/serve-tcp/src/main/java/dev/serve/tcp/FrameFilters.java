package dev.serve.tcp;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters that every frame passes, the outermost first: those that hold for all of a listener,
 * since a frame has neither path nor headers. Immutable.
 */
record FrameFilters(ListenerConfig config, List<Filter> filters) {

    FrameFilters {
        filters = List.copyOf(filters);
    }

    static FrameFilters of(ListenerConfig config, List<Rule> rules) {
        List<Filter> filters = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Filtering(var scope, var filter)
                    && scope.prefix().isEmpty()
                    && scope.conditions().isEmpty()) {
                filters.add(filter);
            }
        }
        return new FrameFilters(config, filters);
    }

    /** What stands behind the last filter. */
    @FunctionalInterface
    interface Handler {

        void handle() throws Exception;
    }

    /**
     * Lets a frame pass.
     *
     * @throws Exception what a filter or the handler throws
     */
    void pass(TcpSession session, byte[] frame, Handler handler) throws Exception {
        if (filters.isEmpty()) {
            handler.handle();
        } else {
            pass(0, new FrameExchange(config, session, frame), handler);
        }
    }

    private void pass(int at, FrameExchange exchange, Handler handler) throws Exception {
        if (at == filters.size()) {
            handler.handle();
            return;
        }
        boolean[] proceeded = {false};
        Filter filter = filters.get(at);
        filter.filter(
                exchange,
                () -> {
                    proceeded[0] = true;
                    pass(at + 1, exchange, handler);
                });
        if (!proceeded[0] && !exchange.isRejected()) {
            throw new IllegalStateException(
                    "filter "
                            + filter.getClass().getName()
                            + " ended without proceed() and without a rejection (expected: one of them)");
        }
    }
}
