package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Wire;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees that a client leaves while a handler is at work, and tells of it.
 *
 * <p>Only a read tells the end, so a thread of its own reads on: from the end of the request until
 * one thing comes. Bytes are the next request: they stay in the window, and the watch is over. The
 * end of input or a reset is told. When nothing has come by the end of the handler, the read stays
 * pending, and is the one that the connection waits for its next request with.
 */
final class ClientWatch {

    private final Runnable gone;
    private final FutureTask<Boolean> reading;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean working = true; // guarded by lock
    private boolean told; // guarded by lock

    private ClientWatch(Wire wire, Runnable gone) {
        this.gone = gone;
        this.reading = new FutureTask<>(() -> read(wire));
    }

    /**
     * Begins to read, which nobody else does until {@link #isOver}, {@link #await} or {@link #end}.
     *
     * @param gone called when the client has left; may interrupt the calling thread
     */
    static ClientWatch begin(Wire wire, ConnectionObserver observer, Runnable gone) {
        ClientWatch watch = new ClientWatch(wire, gone);
        observer.watchesClient();
        Thread.ofVirtual().name(Thread.currentThread().getName() + "-watch").start(watch.reading);
        return watch;
    }

    private boolean read(Wire wire) throws IOException {
        boolean there = false;
        try {
            there = wire.more();
            return there;
        } finally {
            if (!there) {
                tell();
            }
        }
    }

    private void tell() {
        lock.lock();
        try {
            if (working) {
                told = true;
                gone.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The handler is done: it is not interrupted any longer. By its thread. */
    void handlerEnds() {
        lock.lock();
        try {
            working = false;
            if (told) {
                // The flag was meant for the handler, not for what its thread does next.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody reads any longer. */
    boolean isOver() {
        return reading.isDone();
    }

    /** Waits as {@link Wire#more()} does, and answers as it does. */
    boolean await() throws IOException {
        try {
            return result(Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait without end has ended", e);
        }
    }

    /** Ends the reading: by the end of the client within a time, else by that of the connection. */
    void end(Wire wire, Duration patience) {
        try {
            result(patience.toNanos());
        } catch (TimeoutException | IOException e) {
            wire.abort();
            try {
                await();
            } catch (IOException gone) {
                // As was asked for.
            }
        }
    }

    private boolean result(long nanos) throws IOException, TimeoutException {
        boolean flag = false;
        long end = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    return nanos == Long.MAX_VALUE
                            ? reading.get()
                            : reading.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    flag = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException lost) {
                throw lost;
            }
            throw new ServerConnectionException("cannot read from the client", e.getCause());
        } finally {
            if (flag) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
