package dev.serve.http.h1;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The protocols that a connection may change to (RFC 9110 section 7.8). Immutable. */
final class Upgrades {

    private final Map<String, Http1Upgrader> byName = new HashMap<>();

    Upgrades(List<Http1Upgrader> upgraders) {
        upgraders.forEach(
                upgrader ->
                        byName.put(
                                upgrader.supportedProtocol().toLowerCase(Locale.ROOT), upgrader));
    }

    /** The first protocol that the client names and somebody speaks. Names have no case. */
    Optional<Http1Upgrader> find(Headers headers) {
        if (byName.isEmpty()) {
            return Optional.empty();
        }
        return headers.values(HeaderNames.UPGRADE).stream()
                .map(name -> byName.get(name.strip().toLowerCase(Locale.ROOT)))
                .filter(upgrader -> upgrader != null)
                .findFirst();
    }
}
