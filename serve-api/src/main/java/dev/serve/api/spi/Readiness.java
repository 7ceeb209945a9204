package dev.serve.api.spi;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Whether a server means to go on: it does until it begins to stop, and then goes on accepting for
 * the drain delay so that whoever spreads load can see it leave; in between an operator may have it
 * withdrawn for a while. Registered in the context of the server, where health checks of any
 * protocol find it. Any thread.
 */
public final class Readiness {

    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Audience> audiences = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;
    private volatile boolean withdrawn;
    private volatile BooleanSupplier others = () -> true;
    private final AtomicInteger told = new AtomicInteger();

    /** Ready. */
    public Readiness() {}

    /**
     * Whether it means to go on, and whoever {@link #dependsOn} named has no objection; that may
     * take as long as its checks may.
     */
    public boolean isReady() {
        return ready && !withdrawn && others.getAsBoolean();
    }

    /** An operator wants no new work to be sent here for a while, or again. */
    public void withdraw(boolean wanted) {
        withdrawn = wanted;
    }

    /** Whether an operator wants no new work to be sent here. */
    public boolean isWithdrawn() {
        return withdrawn;
    }

    /** Asks somebody else too, one at most: whether new work may be sent. Never what asks this. */
    public void dependsOn(BooleanSupplier condition) {
        others = condition;
    }

    /** It begins to stop, for good: tells who watches, in this thread, once. */
    public void end() {
        ready = false;
        for (Runnable watcher : watchers) {
            if (watchers.remove(watcher)) {
                watcher.run();
            }
        }
    }

    /** Runs something when it begins to stop; at once if it has. It must be quick. */
    public void whenEnding(Runnable watcher) {
        watchers.add(watcher);
        if (!ready && watchers.remove(watcher)) {
            watcher.run();
        }
    }

    /**
     * Somebody who spreads load has been told that it does not go on: the answer is written. Of no
     * effect while it does.
     */
    public void told() {
        if (ready) {
            return;
        }
        int times = told.incrementAndGet();
        for (Audience audience : audiences) {
            if (times >= audience.times() && audiences.remove(audience)) {
                audience.then().run();
            }
        }
    }

    /** Runs something when {@link #told} has been called so often; at once if it has. */
    public void whenTold(int times, Runnable then) {
        Audience audience = new Audience(times, then);
        audiences.add(audience);
        if (told.get() >= times && audiences.remove(audience)) {
            then.run();
        }
    }

    /** Who waits for how many to have been told. */
    private record Audience(int times, Runnable then) {}

    /** Forgets what {@link #whenEnding} was given. */
    public void forget(Runnable watcher) {
        watchers.remove(watcher);
    }
}
