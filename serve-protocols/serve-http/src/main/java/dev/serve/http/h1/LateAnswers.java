package dev.serve.http.h1;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees to it that no finished answer waits for the handler of a later request: at most two
 * milliseconds. One for an engine; its thread lives only while requests come in batches.
 */
final class LateAnswers implements Runnable {

    private static final long PAUSE_NANOS = 1_000_000;

    private final Queue<HeldAnswers> held = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    /** Looks after the answers of a connection until it says that it need not. Any thread. */
    void add(HeldAnswers answers) {
        held.add(answers);
        start();
    }

    private void start() {
        if (!running.get() && running.compareAndSet(false, true)) {
            Thread.ofVirtual().name("serve-late-answers").start(this);
        }
    }

    @Override
    public void run() {
        while (!held.isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            held.removeIf(answers -> !answers.look());
        }
        running.set(false);
        if (!held.isEmpty()) {
            start();
        }
    }
}
