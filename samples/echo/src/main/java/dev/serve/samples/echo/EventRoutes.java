package dev.serve.samples.echo;

import dev.serve.api.routing.Routes;
import dev.serve.api.sse.Event;
import dev.serve.api.sse.EventStream;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/** {@code GET /events}: one numbered event every 100 ms. */
final class EventRoutes {

    /** How many events; without it they go on until somebody ends them. */
    static final Parameter COUNT = new Parameter("n", 0, Integer.MAX_VALUE);

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private EventRoutes() {}

    static void addTo(Routes routes) {
        routes.get(
                "/events",
                (request, response) -> {
                    COUNT.inQuery(request); // a value that does not fit is answered before a stream
                    // begins
                    response.next();
                });
        routes.sse("/events", EventRoutes::count);
    }

    /** Begins at 1, or behind the client's {@code Last-Event-ID}. */
    private static void count(ServerRequest request, EventStream events)
            throws InterruptedException {
        long left = COUNT.inQuery(request).orElse(Long.MAX_VALUE);
        for (long id = events.lastEventNumber().orElse(0) + 1; left > 0; id++) {
            events.send(Event.builder().id(Long.toString(id)).data("event " + id).build());
            if (--left > 0) {
                Thread.sleep(INTERVAL);
            }
        }
    }
}
