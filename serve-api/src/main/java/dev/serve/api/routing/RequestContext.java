package dev.serve.api.routing;

import io.helidon.common.context.Context;
import io.helidon.common.context.Contexts;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that makes its context when somebody first asks for it. What lasts longer than its
 * request, as a session does, need not keep one that nobody has put anything into.
 */
public interface RequestContext {

    /** The request's context; null if nobody has asked for it yet. */
    @Nullable Context contextIfAny();

    /**
     * What has been put into the context of any request so far; null if nothing can have been.
     *
     * @return the request's own context, or that of the calling thread
     */
    static @Nullable Context of(ServerRequest request) {
        return request instanceof RequestContext known
                ? known.contextIfAny()
                : Contexts.context().orElseGet(request::context);
    }
}
