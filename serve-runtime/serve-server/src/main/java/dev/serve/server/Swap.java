package dev.serve.server;

import static java.lang.System.Logger.Level.INFO;

import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.event.ServerEvent;
import dev.serve.server.lifecycle.Prepared;
import dev.serve.server.lifecycle.Site;
import org.jspecify.annotations.Nullable;

/** The next generation of a listener, ready to take the place of the live one. */
final class Swap implements Prepared {

    private static final System.Logger LOG = System.getLogger(Swap.class.getName());

    private final Listener listener;
    private final Site.Wish wish;
    private final Listener.State before;
    private final Listener.State after;
    private final @Nullable ListenSocket bound;
    private Entrance.@Nullable Former former;

    /**
     * A swap that has not happened.
     *
     * @param bound the new address; null if it stays
     */
    Swap(
            Listener listener,
            Site.Wish wish,
            Listener.State before,
            Listener.State after,
            @Nullable ListenSocket bound) {
        this.listener = listener;
        this.wish = wish;
        this.before = before;
        this.after = after;
        this.bound = bound;
    }

    @Override
    public String listener() {
        return listener.name();
    }

    @Override
    public void discard() {
        if (bound != null) {
            listener.entrance().closeQuietly(bound);
        }
        after.table().retire();
    }

    @Override
    public void commit() {
        listener.put(after, wish.traceId());
        if (bound != null) {
            former = listener.entrance().move(after.parts().config(), bound);
        }
    }

    @Override
    public void takeBack() {
        if (former != null) {
            listener.entrance().moveBack(former);
        } else if (bound != null) {
            listener.entrance().closeQuietly(bound);
        }
        listener.put(before, wish.traceId());
        after.table().retire();
    }

    @Override
    public void finish() {
        before.table().retire();
        if (former != null) {
            listener.entrance().leave(former);
        }
        boolean restarts = wish.change().impact() == Impact.RESTART;
        if (restarts) {
            listener.retire(before.generation().number(), wish.drain());
        }
        LOG.log(
                INFO,
                "{0} {1}: goes by its new configuration at {2}",
                listener.identity(),
                wish.traceId(),
                listener.address());
        listener.tellNow(
                new ServerEvent.ListenerReconfigured(
                        listener.name(),
                        listener.address(),
                        wish.change().keys().stream().map(KeyChange::key).toList(),
                        restarts));
    }
}
