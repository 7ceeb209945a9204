package dev.serve.api.routing;

/**
 * Sees every {@link Exchange} before its handler and after it, whatever the protocol. Filters run
 * in the order in which they were added, the outermost first.
 *
 * <p>Called by many threads at once. An exception is answered as one thrown by a handler.
 */
@FunctionalInterface
public interface Filter {

    /**
     * Looks at an exchange; calls {@link Chain#proceed} to let it go on, or {@link Exchange#reject}
     * to end it.
     *
     * @throws Exception to have it answered as an error of the handler
     */
    void filter(Exchange exchange, Chain chain) throws Exception;

    /** What stands behind a filter: the next filter, or the handler. */
    @FunctionalInterface
    interface Chain {

        /**
         * Runs the rest; returns when the handler has.
         *
         * @throws Exception what a later filter threw
         */
        void proceed() throws Exception;
    }
}
