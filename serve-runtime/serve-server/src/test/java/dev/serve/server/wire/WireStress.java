package dev.serve.server.wire;

import dev.serve.api.spi.WireObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many connections that echo on both ends through the same loops, while threads park, compute, are
 * interrupted and close at random. Each exchange is checked; a second thread sees that there is
 * progress. A program of its own, so that it may have eight carriers.
 */
final class WireStress {

    private static final int CLIENTS = 64;
    private static final int HEAD = 5;

    private final Buffers buffers = new Buffers(4 << 20);
    private final Loops loops;
    private final ServerSocketChannel listening;
    private final long exchanges;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    private WireStress(long exchanges, int loopCount) throws IOException {
        this.exchanges = exchanges;
        this.loops = Loops.open(loopCount);
        this.listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    }

    /** Arguments: number of exchanges, number of loops, seed. */
    public static void main(String[] arguments) throws Exception {
        WireStress stress =
                new WireStress(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
        System.exit(stress.run(Long.parseLong(arguments[2])) ? 0 : 1);
    }

    private boolean run(long seed) throws Exception {
        Thread accepting = Thread.ofVirtual().start(this::accept);
        List<Thread> neighbours =
                IntStream.range(0, 4)
                        .mapToObj(i -> Thread.ofVirtual().start(this::compute))
                        .toList();
        CountDownLatch finished = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed + i);
            Thread.ofVirtual()
                    .start(
                            () -> {
                                client(random);
                                finished.countDown();
                            });
        }
        long seen = -1;
        while (!finished.await(20, TimeUnit.SECONDS)) {
            if (done.get() == seen) {
                report("stuck");
                return false;
            }
            seen = done.get();
        }
        over = true;
        listening.close();
        accepting.join();
        for (Thread neighbour : neighbours) {
            neighbour.join();
        }
        loops.close();
        for (int i = 0; i < 1_000 && buffers.lent() > 0; i++) {
            LockSupport.parkNanos(1_000_000);
        }
        report(failure.get() == null ? "finished" : "failed");
        return failure.get() == null && buffers.lent() == 0 && done.get() == exchanges;
    }

    private void report(String how) {
        Throwable thrown = failure.get();
        if (thrown != null) {
            thrown.printStackTrace();
        }
        System.err.printf(
                "%s: %d exchanges on %d connections, %d buffers not given back%n",
                how, done.get(), connections.get(), buffers.lent());
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel channel = listening.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Keeps a carrier for some milliseconds at a time. */
    private void compute() {
        while (!over) {
            long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(5_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000));
        }
    }

    /** Echoes messages of four bytes of length, one that says what to do, and the rest. */
    private void serve(SocketChannel channel) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        PlainWire wire = open(channel);
        Thread self = Thread.currentThread();
        try {
            while (true) {
                while (wire.available() < HEAD) {
                    if (!await(wire, random)) {
                        return;
                    }
                }
                int length = length(wire);
                byte order = wire.input()[wire.position() + 4];
                while (wire.available() < length) {
                    if (!await(wire, random)) {
                        throw new IOException("cut off within a message");
                    }
                }
                if (order == 1) {
                    LockSupport.parkNanos(random.nextLong(1_000_000));
                }
                if (order == 2) {
                    self.interrupt();
                }
                wire.put(wire.input(), wire.position(), length);
                wire.consume(length);
                if (wire.available() == 0) {
                    wire.flush();
                }
                if (order == 3) {
                    return;
                }
                if (order == 4) {
                    Thread.interrupted();
                }
            }
        } catch (IOException e) {
            if (!over) {
                failure.compareAndSet(null, e);
            }
        } finally {
            wire.close();
        }
    }

    private static boolean await(PlainWire wire, ThreadLocalRandom random) throws IOException {
        while (true) {
            try {
                return random.nextInt(4) == 0 ? wire.more(random.nextLong(3_000_000)) : wire.more();
            } catch (SocketTimeoutException e) {
                // Once more.
            }
        }
    }

    private PlainWire open(SocketChannel channel) {
        try {
            connections.incrementAndGet();
            return PlainWire.selecting(channel, loops, buffers, WireObserver.NONE);
        } catch (IOException e) {
            throw new IllegalStateException("no wire", e);
        }
    }

    private static int length(PlainWire wire) {
        byte[] in = wire.input();
        int at = wire.position();
        return (in[at] & 0xff) << 24
                | (in[at + 1] & 0xff) << 16
                | (in[at + 2] & 0xff) << 8
                | (in[at + 3] & 0xff);
    }

    private void client(Random random) {
        try {
            while (failure.get() == null && converse(random)) {
                // One connection after the other.
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** One connection; false when all exchanges are done. */
    private boolean converse(Random random) throws IOException {
        PlainWire wire = open(SocketChannel.open(listening.getLocalAddress()));
        try {
            while (true) {
                if (begun.getAndIncrement() >= exchanges) {
                    return false;
                }
                byte order = (byte) random.nextInt(100);
                byte[] message = message(random, order);
                wire.put(message, 0, message.length);
                wire.flush();
                while (wire.available() < message.length) {
                    if (!wire.more()) {
                        throw new IOException("an answer is missing");
                    }
                }
                for (int i = 0; i < message.length; i++) {
                    if (wire.input()[wire.position() + i] != message[i]) {
                        throw new IOException("a byte differs at " + i);
                    }
                }
                wire.consume(message.length);
                done.incrementAndGet();
                if (order == 3 || order == 5) {
                    return true;
                }
                if (order == 6) {
                    LockSupport.parkNanos(random.nextLong(1_000_000));
                }
            }
        } finally {
            wire.close();
        }
    }

    private static byte[] message(Random random, byte order) {
        int length = HEAD + random.nextInt(order == 7 ? 200_000 : 600);
        byte[] message = new byte[length];
        random.nextBytes(message);
        message[0] = 0;
        message[1] = (byte) (length >> 16);
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
        message[4] = order;
        return message;
    }
}
