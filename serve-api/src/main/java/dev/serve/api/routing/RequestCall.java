package dev.serve.api.routing;

import dev.serve.api.observe.CallEnd;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that remembers how the call that it carried has ended, for who looks at it when it has
 * ended: metrics, spans, lines of logs. Belongs to the request's thread.
 */
public interface RequestCall {

    /** How it has ended; null if it carried none, or it goes on. */
    @Nullable CallEnd call();

    /** It has ended so. */
    void call(CallEnd end);

    /** How the call of any request has ended; null if it carried none. */
    static @Nullable CallEnd of(ServerRequest request) {
        return request instanceof RequestCall carrying ? carrying.call() : null;
    }

    /** Tells a request how its call has ended, if it can remember that. */
    static void put(ServerRequest request, CallEnd end) {
        if (request instanceof RequestCall carrying) {
            carrying.call(end);
        }
    }
}
