package dev.serve.http.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that connect all at once and stay as long as they are let: every other one asks once, the
 * rest say nothing. They count what has become of them. {@link #close} ends them all.
 */
final class StormClients implements AutoCloseable {

    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Connecting at a time: those in the kernel's queue hold descriptors, too. */
    private static final int AT_A_TIME = 200;

    private final SocketAddress address;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore connecting = new Semaphore(AT_A_TIME);
    private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    StormClients(SocketAddress address) {
        this.address = address;
    }

    /** Connects that many; returns when each has connected. */
    void connect(int count) throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            boolean asks = i % 2 == 0;
            connecting.acquire();
            threads.execute(() -> live(asks, connected));
        }
        connected.await();
    }

    private void live(boolean asks, CountDownLatch connected) {
        boolean held = true;
        try (SocketChannel channel = SocketChannel.open()) {
            open.add(channel);
            channel.connect(address);
            inside.incrementAndGet();
            connected.countDown();
            connecting.release();
            held = false;
            awaitEnd(channel, asks);
            open.remove(channel);
        } catch (IOException e) {
            failures.add("cannot connect: " + e);
        } finally {
            if (held) {
                connected.countDown();
                connecting.release();
            }
        }
    }

    /** Refused by an end or a reset, before an answer; else here until closed. */
    private void awaitEnd(SocketChannel channel, boolean asks) {
        boolean gotAnswer = false;
        try {
            if (asks) {
                channel.write(ByteBuffer.wrap(REQUEST));
            }
            ByteBuffer buffer = ByteBuffer.allocate(512);
            while (channel.read(buffer.clear()) >= 0) {
                if (!gotAnswer) {
                    gotAnswer = true;
                    answered.incrementAndGet();
                }
            }
        } catch (IOException e) {
            if (!channel.isOpen()) {
                return;
            }
        }
        inside.decrementAndGet();
        if (gotAnswer) {
            failures.add("closed after an answer");
        } else {
            refused.incrementAndGet();
        }
    }

    int inside() {
        return inside.get();
    }

    int refused() {
        return refused.get();
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        threads.close();
    }
}
