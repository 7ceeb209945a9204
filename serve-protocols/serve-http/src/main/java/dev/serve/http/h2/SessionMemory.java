package dev.serve.http.h2;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that a connection makes us hold beside request bodies, which have their window. */
final class SessionMemory {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    SessionMemory(long most) {
        this.most = most;
    }

    /** Takes bytes, unless that would be too many. */
    boolean take(int bytes) {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(int bytes) {
        if (bytes != 0) {
            held.addAndGet(-bytes);
        }
    }

    long held() {
        return held.get();
    }
}
