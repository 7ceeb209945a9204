package dev.serve.cli;

import java.util.concurrent.locks.LockSupport;

/**
 * What is done if this process is ended, such as by Ctrl-C, before something is over; closed when
 * it is over. Any thread.
 */
final class AtExit implements AutoCloseable {

    private final Thread thread;

    private AtExit(Thread thread) {
        this.thread = thread;
    }

    /** From now on until it is closed. */
    static AtExit with(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        Runtime.getRuntime().addShutdownHook(thread);
        return new AtExit(thread);
    }

    /** Does not return if the process is ending. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The process ends already, and the work is being done: nothing is to come behind it.
            while (true) {
                LockSupport.park();
            }
        }
    }
}
