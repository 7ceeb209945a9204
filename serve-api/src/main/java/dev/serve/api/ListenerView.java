package dev.serve.api;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.AcceptState;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.routing.RouteView;
import java.util.List;
import java.util.Map;

/**
 * A listener of a running server at one moment. Immutable.
 *
 * @param name its name
 * @param config its configuration
 * @param address the address as bound: {@code 127.0.0.1:49152} or {@code unix:run/echo.sock}
 * @param port the bound TCP port; -1 on a Unix socket
 * @param accepting whether it lets connections in
 * @param generation counts what new connections have been served by, from 1: a change that needs
 *     the listener anew makes the next; 0 before the start
 * @param routesVersion counts its tables of routes, from 1
 * @param routes every rule it answers, in order
 * @param connections open connections
 * @param refused connections refused since the start
 * @param requestsInFlight requests being served
 * @param closed connections closed since the start, by reason
 */
public record ListenerView(
        String name,
        ListenerConfig config,
        String address,
        int port,
        AcceptState accepting,
        long generation,
        long routesVersion,
        List<RouteView> routes,
        int connections,
        long refused,
        int requestsInFlight,
        Map<CloseReason, Long> closed) {

    /** Copies the collections. */
    public ListenerView {
        routes = List.copyOf(routes);
        closed = Map.copyOf(closed);
    }
}
