package dev.serve.server;

import dev.serve.api.spi.ClientGoneException;
import dev.serve.api.spi.StreamRouting;
import dev.serve.api.spi.WorkObserver;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrade;
import io.helidon.webserver.http1.spi.Http1UpgradeResponse;
import io.helidon.webserver.http1.spi.Http1UpgradeResult;
import io.helidon.webserver.http1.spi.Http1UpgradeRouting;
import java.util.Set;
import java.util.function.Function;

/**
 * The routing that engines hold on to, over the table in force. Each request reads the table once,
 * so it is answered by one table from its first filter to its last; it is counted in the table and
 * on its connection.
 */
final class LiveRouting implements StreamRouting, Http1UpgradeRouting {

    private static final String EVENT_STREAM = "text/event-stream";

    private final WorkObserver work;
    private volatile RouteTable current;
    private volatile boolean ending;

    /**
     * A routing over its first table.
     *
     * @param work told of each request as it ends
     */
    LiveRouting(RouteTable first, WorkObserver work) {
        this.current = first;
        this.work = work;
    }

    RouteTable table() {
        return current;
    }

    /**
     * Puts a table in force; the one before it is to be retired when it is sure that it does not
     * come back. One caller at a time.
     */
    void put(RouteTable next) {
        current = next;
    }

    /** From now on every answer of HTTP/1.1 says that its connection ends. */
    void announceEnd() {
        ending = true;
    }

    private RouteTable enter() {
        while (true) {
            RouteTable table = current;
            table.enter();
            if (table == current) {
                return table;
            }
            // Swapped between the read and the count: the retired table may have been found empty
            // already.
            table.leave();
        }
    }

    @Override
    public void route(ConnectionContext ctx, RoutingRequest request, RoutingResponse response) {
        counted(
                ctx,
                request,
                response,
                table -> {
                    table.routing().route(ctx, served(ctx, request), response);
                    return null;
                });
    }

    @Override
    public Http1UpgradeResult routeUpgrade(
            ConnectionContext ctx,
            RoutingRequest request,
            RoutingResponse response,
            Http1UpgradeResponse upgradeResponse,
            Http1RoutedUpgrade upgrade) {
        return counted(
                ctx,
                request,
                response,
                table ->
                        ((Http1UpgradeRouting) table.routing())
                                .routeUpgrade(
                                        ctx,
                                        served(ctx, request),
                                        response,
                                        upgradeResponse,
                                        upgrade));
    }

    private static RoutingRequest served(ConnectionContext ctx, RoutingRequest request) {
        return new ServedRequest(request, ((Connection) ctx).config());
    }

    private <T> T counted(
            ConnectionContext ctx,
            RoutingRequest request,
            RoutingResponse response,
            Function<RouteTable, T> call) {
        Connection connection = (Connection) ctx;
        boolean http1 = request.prologue().protocolVersion().startsWith("1");
        RouteTable table = enter();
        long began = connection.requestBegins(http1);
        boolean failed = true;
        boolean left = false;
        try {
            if (http1) {
                response.beforeSend(() -> beforeHead(connection, response));
            }
            T result = call.apply(table);
            failed = response.status().code() >= 500;
            return result;
        } catch (ClientGoneException e) {
            left = true;
            throw e;
        } catch (ServerConnectionException e) {
            // It cannot be read from or written to: if we have not cut it, its client has.
            left = !connection.isCut();
            throw e;
        } finally {
            table.leave();
            long now = connection.now();
            boolean lost = failed && !left;
            boolean streamed = isEventStream(response);
            try {
                // Before the pool takes the connection for idle, and may close it.
                if (work != WorkObserver.NONE) {
                    if (streamed) {
                        work.streamEnded(connection, request, response, lost, now - began);
                    } else {
                        work.requestEnded(connection, request, response, failed, now - began);
                    }
                }
            } finally {
                boolean last = http1 && announcedEnd(response.headers());
                if (streamed && !lost) {
                    connection.streamEnds(now, http1, last);
                } else {
                    connection.requestEnds(began, now, lost, http1, last);
                }
            }
        }
    }

    /**
     * Announce first, close after: a client that was told sends nothing more on this connection
     * (RFC 9112 section 9.6). An answer that comes after the pool's own is not written.
     */
    private void beforeHead(Connection connection, RoutingResponse response) {
        if (!connection.answerBegins()) {
            throw new CloseConnectionException("pool.request-timeout has passed");
        }
        if (ending || connection.isDraining()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    /** Whatever has written it: a route for events, a sink of Helidon's, or bytes of a proxy. */
    private static boolean isEventStream(RoutingResponse response) {
        Headers answer = response.headers();
        return answer.contains(HeaderNames.CONTENT_TYPE)
                && answer.get(HeaderNames.CONTENT_TYPE).get().startsWith(EVENT_STREAM);
    }

    /**
     * Whether an answer said that its connection ends. Nearly every answer says plainly that it
     * stays, which spares taking the list of tokens apart (2 % of a short request).
     */
    private static boolean announcedEnd(Headers answer) {
        return answer.contains(HeaderNames.CONNECTION)
                && !answer.contains(HeaderValues.CONNECTION_KEEP_ALIVE)
                && answer.containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    @Override
    public Set<String> connectProtocols() {
        return table().connectProtocols();
    }

    @Override
    public HttpSecurity security() {
        return table().routing().security();
    }
}
