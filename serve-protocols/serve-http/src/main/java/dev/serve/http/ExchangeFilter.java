package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Filter;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * One of our filters as one of Helidon's.
 *
 * <p>Helidon's interface declares no checked exception, but what runs the chain catches every one
 * and answers it as a handler's; so a checked exception is thrown on as it is.
 */
final class ExchangeFilter implements io.helidon.webserver.http.Filter {

    private final String listener;
    private final ListenerConfig config;
    private final Filter filter;

    ExchangeFilter(String listener, ListenerConfig config, Filter filter) {
        this.listener = listener;
        this.config = config;
        this.filter = filter;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Proceeding proceeding = new Proceeding(chain);
        try {
            filter.filter(new RequestExchange(listener, config, request, response), proceeding);
        } catch (Exception e) {
            throwAsIs(e);
        }
        if (!proceeding.proceeded && !response.isSent()) {
            // Logged where it is answered; the client is not told of our classes.
            throw RequestException.builder()
                    .type(DirectHandler.EventType.INTERNAL_ERROR)
                    .setKeepAlive(true)
                    .safeMessage(false)
                    .message(
                            "listener \""
                                    + listener
                                    + "\": filter "
                                    + filter.getClass().getName()
                                    + " ended without proceed() and without an answer (expected: one of them)")
                    .build();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwAsIs(Exception e) throws E {
        throw (E) e;
    }

    /** Remembers whether the filter went on; belongs to the request's thread. */
    private static final class Proceeding implements Filter.Chain {

        private final FilterChain chain;
        private boolean proceeded;

        Proceeding(FilterChain chain) {
            this.chain = chain;
        }

        @Override
        public void proceed() {
            proceeded = true;
            chain.proceed();
        }
    }
}
