package dev.serve.http.h1;

import dev.serve.api.spi.HelidonWire;
import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.Refusal;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.http.DirectHandler;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.DirectTransportRequest;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrade;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrader;
import io.helidon.webserver.http1.spi.Http1UpgradeResult;
import io.helidon.webserver.http1.spi.Http1UpgradeRouting;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Takes one request at a time of a connection to its answer, by upgrade or by routing. */
final class Http1Turn {

    /** How a request left its connection. */
    sealed interface Outcome {

        /** The next request begins where the wire is now. */
        record Next() implements Outcome {}

        /**
         * Nothing more is served.
         *
         * @param linger whether the client may still be sending
         */
        record End(boolean linger) implements Outcome {}

        /** Another protocol goes on. */
        record Handed(ServerConnection next) implements Outcome {}
    }

    private static final Outcome NEXT = new Outcome.Next();

    private final Http1Connection connection;
    private final ConnectionContext context;
    private final Limit limit;
    private final Upgrades upgrades;
    private final HttpRouting routing;

    Http1Turn(Http1Connection connection, Limit limit, Upgrades upgrades) {
        this.connection = connection;
        this.context = connection.context();
        this.limit = limit;
        this.upgrades = upgrades;
        this.routing = context.router().routing(HttpRouting.class, HttpRouting.empty());
    }

    /**
     * Serves a request.
     *
     * @throws Refusal if it cannot be served, before anything of an answer is written
     * @throws CloseConnectionException if all that is left is to close
     */
    Outcome take(RequestHead head) throws IOException {
        check(head);
        if (head.upgrades() && !head.framing().hasBody()) {
            Outcome upgraded = upgrade(head);
            if (upgraded != null) {
                return upgraded;
            }
        }
        return routed(head, this::route);
    }

    private void check(RequestHead head) {
        if (head.expectation() == RequestHead.Expectation.UNKNOWN) {
            throw Refusal.of(
                    Status.EXPECTATION_FAILED_417,
                    "The expectation is not supported (expected: 100-continue)",
                    transport(head));
        }
        if (head.framing().length() > connection.settings().maxBodySize()) {
            throw Refusal.of(
                    Status.REQUEST_ENTITY_TOO_LARGE_413, "The body is too large", transport(head));
        }
    }

    private static DirectHandler.TransportRequest transport(RequestHead head) {
        return DirectTransportRequest.create(head.prologue(), head.fields());
    }

    /** Null when the request is to be served as it is. */
    private @Nullable Outcome upgrade(RequestHead head) throws IOException {
        Optional<Http1Upgrader> found = upgrades.find(head.fields());
        if (found.isEmpty()) {
            return null;
        }
        Http1Upgrader upgrader = found.get();
        WritableHeaders<?> headers = WritableHeaders.create(head.fields());
        if (upgrader instanceof Http1RoutedUpgrader routedUpgrader) {
            Optional<Http1RoutedUpgrade> prepared =
                    routedUpgrader.routedUpgrade(context, head.prologue(), headers);
            return prepared.isEmpty() ? null : routedUpgrade(head, upgrader, prepared.get());
        }
        handBack();
        ServerConnection next = upgrader.upgrade(context, head.prologue(), headers);
        return next == null ? null : handed(upgrader, next);
    }

    private Outcome routedUpgrade(
            RequestHead head, Http1Upgrader upgrader, Http1RoutedUpgrade prepared)
            throws IOException {
        if (!(routing instanceof Http1UpgradeRouting upgradeRouting)) {
            throw new IllegalStateException(
                    routing.getClass().getName()
                            + " routes no upgrades (expected: Http1UpgradeRouting)");
        }
        handBack();
        return routed(
                head,
                (request, response) -> {
                    Http1UpgradeResult result =
                            upgradeRouting.routeUpgrade(
                                    context, request, response, response, prepared);
                    if (result.kind() == Http1UpgradeResult.Kind.NOT_APPLICABLE) {
                        return route(request, response);
                    }
                    return result.connection().map(next -> handed(upgrader, next)).orElse(NEXT);
                });
    }

    private void handBack() throws IOException {
        connection.wire().flush();
        if (connection.wire() instanceof HelidonWire wire) {
            wire.handBack();
        }
    }

    private Outcome handed(Http1Upgrader upgrader, ServerConnection next) {
        String name = upgrader.supportedProtocol().toLowerCase(Locale.ROOT);
        connection.observer().protocol(name, name.startsWith("h2"));
        return new Outcome.Handed(next);
    }

    private Outcome route(EngineRequest request, Http1Response response) {
        routing.route(context, request, response);
        return NEXT;
    }

    /** Serves a request within the limit of the listener. */
    private Outcome routed(
            RequestHead head, BiFunction<EngineRequest, Http1Response, Outcome> serving)
            throws IOException {
        LimitAlgorithm.Outcome admitted = limit.tryAcquireOutcome(true);
        if (!(admitted instanceof LimitAlgorithm.Outcome.Accepted accepted)) {
            throw Refusal.of(
                    Status.SERVICE_UNAVAILABLE_503,
                    "Too many requests are in work",
                    transport(head));
        }
        boolean served = false;
        try {
            Outcome outcome = served(head, accepted, serving);
            served = true;
            return outcome;
        } finally {
            if (served) {
                accepted.token().success();
            } else {
                accepted.token().dropped();
            }
        }
    }

    private Outcome served(
            RequestHead head,
            LimitAlgorithm.Outcome admitted,
            BiFunction<EngineRequest, Http1Response, Outcome> serving)
            throws IOException {
        WireBody body = body(head);
        Http1Exchange exchange = new Http1Exchange(connection, head, body);
        EngineRequest request =
                new EngineRequest(
                        context,
                        routing.security(),
                        admitted,
                        connection.requests(),
                        head.prologue(),
                        head.fields(),
                        body);
        Http1Response response = new Http1Response(context, request, exchange);
        flushBeforeWaiting(body);
        Outcome outcome;
        connection.meanwhile().begins(head, body);
        try {
            outcome = serving.apply(request, response);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            connection.meanwhile().ends();
            return failed(response, e);
        } finally {
            connection.meanwhile().ends();
            connection.answered();
        }
        return outcome == NEXT ? after(response, body) : outcome;
    }

    /** Answers that are finished do not wait for a body that is still on its way. */
    private void flushBeforeWaiting(@Nullable WireBody body) throws IOException {
        if (body != null && (body.announced() < 0 || body.left() > connection.wire().available())) {
            connection.wire().flush();
        }
    }

    private @Nullable WireBody body(RequestHead head) {
        if (!head.framing().hasBody()) {
            return null;
        }
        connection.observer().bodyBegins();
        boolean waits = head.expectation() == RequestHead.Expectation.CONTINUE;
        return head.framing().isChunked()
                ? new ChunkedBody(
                        connection.wire(),
                        connection.observer(),
                        transport(head),
                        waits,
                        connection.settings())
                : new LengthBody(
                        connection.wire(),
                        connection.observer(),
                        transport(head),
                        waits,
                        head.framing().length());
    }

    private Outcome failed(Http1Response response, RuntimeException problem) throws IOException {
        if (response.writer().hasBegun()) {
            throw new CloseConnectionException("an answer broke off", problem);
        }
        connection.refuse(problem);
        return new Outcome.End(false);
    }

    private Outcome after(Http1Response response, @Nullable WireBody body) {
        HandedConnection handed = response.handed();
        if (handed != null) {
            connection.observer().protocol(handed.protocol().toLowerCase(Locale.ROOT), false);
            return new Outcome.Handed(handed);
        }
        if (!response.isComplete()) {
            throw new CloseConnectionException("routing left a request without an answer");
        }
        boolean drained = body == null || body.isFinished() || Drain.body(body);
        if (!drained || response.writer().closes()) {
            return new Outcome.End(!drained || connection.hasUnread() || connection.isClosing());
        }
        return NEXT;
    }
}
