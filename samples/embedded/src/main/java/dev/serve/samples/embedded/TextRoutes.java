package dev.serve.samples.embedded;

import dev.serve.api.routing.Routes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;

/**
 * {@code POST /texts} takes a text and answers 201 with its address; {@code GET /texts/{number}}
 * answers how many words it has. Handlers run in virtual threads: waiting for the work is fine.
 */
final class TextRoutes {

    private final WordCounts counts;

    TextRoutes(WordCounts counts) {
        this.counts = counts;
    }

    void addTo(Routes routes) {
        routes.post("/texts", this::add).get("/texts/{number:[0-9]{1,18}}", this::count);
    }

    private void add(ServerRequest request, ServerResponse response) {
        long number = counts.add(request.content().as(String.class));
        response.status(Status.CREATED_201).header(HeaderNames.LOCATION, "/texts/" + number).send();
    }

    private void count(ServerRequest request, ServerResponse response) throws InterruptedException {
        long number = Long.parseLong(request.path().pathParameters().get("number"));
        Optional<Long> count = counts.count(number);
        if (count.isPresent()) {
            response.send(count.get() + " words\n");
        } else {
            response.status(Status.NOT_FOUND_404).send("no text " + number + "\n");
        }
    }
}
