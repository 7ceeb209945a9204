package dev.serve.websocket;

import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsUpgradeException;
import java.util.function.Supplier;

/** Asks a Helidon listener whether it takes a request. */
record HelidonUpgrade(Supplier<WsListener> listeners, MessageFilters filters) implements Upgrade {

    @Override
    public Accepted accept(Asked request) {
        WsListener listener = listeners.get();
        try {
            Headers fields =
                    listener.onHttpUpgrade(request.prologue(), request.headers())
                            .orElseGet(WritableHeaders::create);
            return new Accepted(new HelidonHandling(listener, request, filters), fields);
        } catch (WsUpgradeException e) {
            throw new RefusedException(Status.BAD_REQUEST_400, "The listener refuses");
        }
    }
}
