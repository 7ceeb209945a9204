package dev.serve.http.compatibility;

import dev.serve.http.h1.EchoConnection;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrade;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrader;
import io.helidon.webserver.http1.spi.Http1UpgradeResponse;
import io.helidon.webserver.http1.spi.Http1UpgradeResult;
import io.helidon.webserver.spi.ServerConnection;
import java.util.Optional;

/** An echo that a request changes to after filters and policies; a field says how that goes. */
final class RoutedEcho implements Http1RoutedUpgrader {

    private static final HeaderName DO = HeaderNames.create("x-do");

    @Override
    public String supportedProtocol() {
        return "echo";
    }

    @Override
    public ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        throw new IllegalStateException("a routed upgrade is not made without its route");
    }

    @Override
    public Optional<Http1RoutedUpgrade> routedUpgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        String decision = headers.value(DO).orElse("switch");
        return decision.equals("nothing")
                ? Optional.empty()
                : Optional.of((response, fields) -> decide(decision, context, response, fields));
    }

    private static Http1UpgradeResult decide(
            String decision,
            ConnectionContext context,
            Http1UpgradeResponse response,
            Headers requestHeaders) {
        return switch (decision) {
            case "refuse" -> {
                response.headers().set(HeaderNames.create("X-Why"), "not today");
                response.send(Status.FORBIDDEN_403);
                yield Http1UpgradeResult.responded();
            }
            case "pass" -> Http1UpgradeResult.notApplicable();
            case "throw" -> throw new UnsupportedOperationException("no");
            default -> {
                WritableHeaders<?> required = WritableHeaders.create();
                required.set(HeaderNames.CONNECTION, "Upgrade");
                required.set(HeaderNames.UPGRADE, "echo");
                requestHeaders
                        .first(HeaderNames.create("X-Added"))
                        .ifPresent(added -> required.set(HeaderNames.create("X-Seen"), added));
                response.sendSwitchingProtocols(required);
                yield Http1UpgradeResult.upgraded(new EchoConnection(context));
            }
        };
    }
}
