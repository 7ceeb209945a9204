package dev.serve.grpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has those who watch look every second, in one virtual thread that is there while there are any.
 * Thread-safe.
 */
final class HealthWatchers {

    private static final long ROUND_NANOS = Duration.ofSeconds(1).toNanos();

    private final Set<HealthWatcher> watchers = ConcurrentHashMap.newKeySet();

    /** Guarded by this object's monitor. */
    private @Nullable Thread looker;

    void add(HealthWatcher watcher) {
        watchers.add(watcher);
        synchronized (this) {
            if (looker == null) {
                looker = Thread.ofVirtual().name("serve-grpc-health").start(this::lookOn);
            }
        }
    }

    void forget(HealthWatcher watcher) {
        watchers.remove(watcher);
        wake();
    }

    /** Has all of them look now. */
    void wake() {
        Thread waiting;
        synchronized (this) {
            waiting = looker;
        }
        LockSupport.unpark(waiting);
    }

    private void lookOn() {
        while (true) {
            synchronized (this) {
                if (watchers.isEmpty()) {
                    looker = null;
                    return;
                }
            }
            watchers.forEach(HealthWatcher::look);
            LockSupport.parkNanos(this, ROUND_NANOS);
        }
    }
}
