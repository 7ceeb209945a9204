package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.StreamTaker;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrade;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrader;
import io.helidon.webserver.http1.spi.Http1UpgradeResponse;
import io.helidon.webserver.http1.spi.Http1UpgradeResult;
import io.helidon.webserver.spi.ServerConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Our sessions on a plain Helidon server (RFC 6455 over HTTP/1.1):
 *
 * <pre>{@code
 * WebServer.builder()
 *         .addConnectionSelector(Http1ConnectionSelector.builder()
 *                 .config(Http1Config.create())
 *                 .addUpgrader(WebSocketUpgrader.create(routes -> routes
 *                         .webSocket("/greet", session -> session.send("hello"))))
 *                 .build())
 *         .build()
 *         .start();
 * }</pre>
 *
 * <p>The request passes the filters of the server's own HTTP routing; a path without a session goes
 * on to that routing. Helidon looks the protocol up as the client has written it, {@code websocket}
 * in every browser; {@code putUpgrader} adds other spellings.
 *
 * <p>There a session has the listener settings of our defaults, and Helidon's sockets, which know
 * no deadline of writing: a peer that takes nothing holds its queue, which is bounded, until
 * keep-alive cuts it. Thread-safe.
 */
public final class WebSocketUpgrader implements Http1RoutedUpgrader {

    private final OpenRoutes open = new OpenRoutes();
    private final List<WebSocketRoute> routes;

    private WebSocketUpgrader(List<Rule> rules) {
        ListenerConfig config =
                ListenerConfig.builder()
                        .port(0)
                        .protocols(List.of("http", WebSocketProtocol.WEBSOCKET))
                        .build();
        List<String> problems = new ArrayList<>(WebSocketRules.problems(config, rules));
        for (Rule rule : rules) {
            if (!(rule instanceof Rule.WebSocket || rule instanceof Rule.HelidonWebSocket)) {
                problems.add(
                        rule.getClass().getSimpleName()
                                + " (expected: webSocket; other rules and filters belong to the server's routing)");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        WebSocketTable table =
                WebSocketTable.of(WebServer.DEFAULT_SOCKET_NAME, config, rules, open);
        open.inForce(table);
        routes = table.routes();
    }

    /**
     * An upgrader with sessions.
     *
     * @param routes adds {@code webSocket} routes, and no others
     * @throws IllegalArgumentException if a rule cannot be served, with all that is wrong
     */
    public static WebSocketUpgrader create(Consumer<Routes> routes) {
        Routes table = Routes.create();
        routes.accept(table);
        return new WebSocketUpgrader(table.rules());
    }

    @Override
    public String supportedProtocol() {
        return WebSocketProtocol.WEBSOCKET;
    }

    /** Nothing: what cannot ask the routing first is left to it. */
    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        return null;
    }

    @Override
    public Optional<Http1RoutedUpgrade> routedUpgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        ServerRequestHeaders seen = ServerRequestHeaders.create(headers);
        for (WebSocketRoute route : routes) {
            PathMatchers.MatchResult match = route.accepts(prologue, seen);
            if (match.accepted()) {
                return Optional.of(
                        (response, filtered) ->
                                begin(context, prologue, route, response, filtered));
            }
        }
        return Optional.empty();
    }

    private static Http1UpgradeResult begin(
            ConnectionContext context,
            HttpPrologue prologue,
            WebSocketRoute route,
            Http1UpgradeResponse response,
            Headers filtered) {
        WritableHeaders<?> fields = WritableHeaders.create();
        StreamTaker taker;
        try {
            taker =
                    route.handshake()
                            .accept(
                                    Asked.of(
                                            context,
                                            prologue,
                                            ServerRequestHeaders.create(filtered),
                                            route.parameters(prologue)),
                                    fields::set);
        } catch (RefusedException e) {
            for (Header field : e.fields()) {
                response.headers().set(field);
            }
            if (e.status().equals(Status.UPGRADE_REQUIRED_426)) {
                response.headers().set(HeaderNames.CONNECTION, "Upgrade");
            }
            response.send(e.status());
            return Http1UpgradeResult.responded();
        }
        fields.set(HeaderNames.CONNECTION, "Upgrade");
        fields.set(HeaderNames.UPGRADE, WebSocketProtocol.WEBSOCKET);
        response.sendSwitchingProtocols(fields);
        return Http1UpgradeResult.upgraded(new UpgradedConnection(context, taker));
    }
}
