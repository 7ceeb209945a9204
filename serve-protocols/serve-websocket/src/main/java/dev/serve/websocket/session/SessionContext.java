package dev.serve.websocket.session;

import io.helidon.common.context.Context;
import io.helidon.webserver.ListenerContext;
import org.jspecify.annotations.Nullable;

/** The context of a session, made when it is first asked for: few are. Thread-safe. */
public final class SessionContext {

    private final ListenerContext listener;
    private volatile @Nullable Context context;

    /**
     * A context below that of the listener.
     *
     * @param known what filters of the request have left; null if nothing
     */
    public SessionContext(@Nullable Context known, ListenerContext listener) {
        this.context = known;
        this.listener = listener;
    }

    /** The same one each time. */
    Context get() {
        Context known = context;
        return known == null ? made() : known;
    }

    private synchronized Context made() {
        Context known = context;
        if (known == null) {
            known = Context.builder().parent(listener.context()).build();
            context = known;
        }
        return known;
    }
}
