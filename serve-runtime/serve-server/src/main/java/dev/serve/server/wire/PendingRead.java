package dev.serve.server.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One read of a blocking channel in a virtual thread of its own, so that somebody can wait for it
 * for a limited time, and again later. It ends with its bytes or with the channel.
 */
final class PendingRead {

    private final byte[] bytes;
    private final FutureTask<Integer> reading;
    private int taken;
    private int count = Integer.MAX_VALUE;

    PendingRead(SocketChannel channel, int length) {
        this.bytes = new byte[length];
        this.reading = new FutureTask<>(() -> channel.read(ByteBuffer.wrap(bytes)));
        Thread.ofVirtual().name("serve-timed-read").start(reading);
    }

    /** As {@link Transport#read}; what does not fit is left for the next call. */
    int take(byte[] target, int offset, int length, long timeoutNanos) throws IOException {
        count = await(timeoutNanos);
        if (count <= 0) {
            return count;
        }
        int moved = Math.min(length, count - taken);
        System.arraycopy(bytes, taken, target, offset, moved);
        taken += moved;
        return moved;
    }

    boolean isTaken() {
        return taken >= count;
    }

    private int await(long timeoutNanos) throws IOException {
        boolean interrupted = false;
        long begin = System.nanoTime();
        try {
            while (true) {
                try {
                    return timeoutNanos == Long.MAX_VALUE
                            ? reading.get()
                            : reading.get(
                                    timeoutNanos - (System.nanoTime() - begin),
                                    TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            SocketTimeoutException late =
                    new SocketTimeoutException(
                            "nothing came within " + timeoutNanos / 1_000_000 + " ms");
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            throw new IOException("cannot read from the peer", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
