package dev.serve.http.message;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.spi.EndWatcher;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells of the end of a stream or an answer, each thing once. Thread-safe. */
public final class OneEnd implements EndWatcher {

    private static final System.Logger LOG = System.getLogger(OneEnd.class.getName());

    private final EndWatcher watcher;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean expired = new AtomicBoolean();

    /** Tells one watcher. */
    public OneEnd(EndWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public void closing() {
        tell(closing, watcher::closing);
    }

    @Override
    public boolean stays() {
        return watcher.stays();
    }

    @Override
    public boolean expires() {
        boolean[] speaks = {false};
        tell(expired, () -> speaks[0] = watcher.expires());
        return speaks[0];
    }

    @Override
    public String protocol() {
        return watcher.protocol();
    }

    @Override
    public int waiting() {
        return watcher.waiting();
    }

    @Override
    public void lost() {
        tell(lost, watcher::lost);
    }

    /** Whoever tells has a connection to look after. */
    private static void tell(AtomicBoolean told, Runnable call) {
        if (told.compareAndSet(false, true)) {
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.log(WARNING, "somebody cannot be told of the end of a stream", e);
            }
        }
    }
}
