package dev.serve.api.spi;

import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether a server means to go on: it does until it begins to stop, and then goes on accepting for
 * the drain delay so that whoever spreads load can see it leave. Registered in the context of the
 * server, where health checks of any protocol find it. Any thread.
 */
public final class Readiness {

    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    /** Ready. */
    public Readiness() {}

    /** Whether it means to go on. */
    public boolean isReady() {
        return ready;
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

    /** Forgets what {@link #whenEnding} was given. */
    public void forget(Runnable watcher) {
        watchers.remove(watcher);
    }
}
