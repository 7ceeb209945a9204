package dev.serve.tcp;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.TcpConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.OrderlyConnection;
import dev.serve.api.spi.OutboundQueue;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WiredContext;
import dev.serve.api.tcp.FrameDecoder;
import dev.serve.api.tcp.FrameException;
import dev.serve.api.tcp.TcpClosedException;
import dev.serve.api.tcp.TcpConnection;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its thread reads frames and runs the handler, one after another. It ends by its
 * peer, or by a goodbye: no frame is taken any more, what waits is written, the output is closed,
 * and what the peer still sends is dropped for {@value #LINGER_MILLIS} ms, so that a reset does not
 * take the last frames away. The goodbye is said by the connection's thread after the frame in
 * work, or by a thread of its own while the other waits for bytes.
 */
final class TcpSession implements TcpConnection, OrderlyConnection {

    private static final System.Logger LOG = System.getLogger(TcpSession.class.getName());

    private static final int LINGER_MILLIS = 1_000;

    private final WiredContext wired;
    private final Wire wire;
    private final ConnectionObserver observer;
    private final TcpConfig config;
    private final TcpRouting routing;
    private final Duration writeTimeout;
    private final Outbox outbox;
    private final Context context;
    private final CountDownLatch said = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile long heard = System.nanoTime();

    private boolean working = true; // guarded by this
    private boolean closing; // guarded by this
    private boolean leaving; // guarded by this

    TcpSession(WiredContext wired, TcpRouting routing) {
        this.wired = wired;
        this.wire = wired.wire();
        this.observer = wired.observer();
        this.config = wired.config().tcp();
        this.writeTimeout = wired.config().pool().writeTimeout();
        this.routing = routing;
        this.outbox =
                new Outbox(
                        wire,
                        config,
                        "serve-" + listener() + "-conn-" + id() + "-writer",
                        this::lost);
        this.context = Context.builder().id("serve-tcp-" + id()).build();
    }

    @Override
    public void handle(Limit limit) {
        thread = Thread.currentThread();
        observer.protocol(TcpProtocol.TCP, false);
        try {
            routing.handler().onOpen(this);
            if (goesOn()) {
                read();
            }
            leave();
        } catch (FrameException e) {
            LOG.log(DEBUG, () -> id() + ": refused: " + e.getMessage());
            refuse(String.valueOf(e.getMessage()));
            leaveQuietly();
        } catch (IOException e) {
            throw new ServerConnectionException("the connection was lost", e);
        } catch (TcpClosedException e) {
            LOG.log(DEBUG, () -> id() + ": ended while its handler was at work");
            leaveQuietly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(WARNING, "a handler of listener " + listener() + " failed", e);
            leaveQuietly();
        } finally {
            outbox.end();
            ended.countDown();
            thread = null;
            closed();
        }
    }

    private void closed() {
        try {
            routing.handler().onClose(this);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "onClose of listener " + listener() + " failed", e);
        }
    }

    /** Reads until the peer ends, or until it is time to leave. */
    private void read() throws Exception {
        FrameDecoder decoder = routing.codec().decoder(config.maxFrameSize());
        while (true) {
            while (wire.available() > 0) {
                int size = decoder.next(wire.input(), wire.position(), wire.limit());
                if (size == 0) {
                    break;
                }
                byte[] frame = decoder.frame(wire.input(), wire.position(), size);
                wire.consume(size);
                if (!begins()) {
                    return;
                }
                serve(frame);
                if (!goesOn()) {
                    return;
                }
            }
            if (!more()) {
                return;
            }
        }
    }

    private void serve(byte[] frame) throws Exception {
        if (frame.length == 0 && config.heartbeat() != null) {
            return;
        }
        observer.streamOpens();
        boolean failed = true;
        try {
            routing.filters().pass(this, frame, () -> routing.handler().onFrame(this, frame));
            failed = false;
        } catch (IOException e) {
            throw new UncheckedIOException("its handler cannot go on", e);
        } finally {
            observer.streamCloses(failed);
        }
    }

    /** Waits for bytes, and meanwhile for what is due; false if nothing more is to be read. */
    private boolean more() throws IOException {
        while (true) {
            long now = System.nanoTime();
            long left = config.idleTimeout().toNanos() - (now - heard);
            if (left <= 0) {
                LOG.log(DEBUG, () -> id() + ": tcp.idle-timeout has passed");
                return false;
            }
            try {
                boolean there = wire.more(Math.min(left, beats(now)));
                heard = System.nanoTime();
                return there;
            } catch (SocketTimeoutException e) {
                // Something is due.
            }
        }
    }

    /** Sends a heartbeat if one is due; after how long the next is. */
    private long beats(long now) {
        Duration heartbeat = config.heartbeat();
        if (heartbeat == null) {
            return Long.MAX_VALUE;
        }
        long left = heartbeat.toNanos() - (now - outbox.written());
        if (left > 0) {
            return left;
        }
        routing.codec().heartbeat().ifPresent(outbox::putIfQuiet);
        return heartbeat.toNanos();
    }

    /** A frame is there; false if it is too late for it. */
    private synchronized boolean begins() {
        working = !closing;
        return working;
    }

    /** A frame is done; false if it is time to leave. */
    private synchronized boolean goesOn() {
        working = false;
        return !closing;
    }

    /** Says goodbye, unless another does, and waits for the peer's end. */
    private void leave() throws IOException, InterruptedException {
        boolean ours;
        synchronized (this) {
            closing = true;
            working = false;
            ours = !leaving;
            leaving = true;
        }
        if (ours) {
            sayGoodbye();
        } else {
            said.await();
        }
        linger();
    }

    private void leaveQuietly() {
        try {
            leave();
        } catch (IOException e) {
            LOG.log(DEBUG, () -> id() + ": lost before its goodbye: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayGoodbye() throws IOException {
        try {
            boolean ignored = outbox.close(null);
            if (outbox.awaitWritten(writeTimeout.toNanos())) {
                wire.closeOutput();
            }
        } finally {
            said.countDown();
        }
    }

    private void linger() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                wire.consume(wire.available());
                if (!wire.more(left)) {
                    return;
                }
            }
        } catch (SocketTimeoutException e) {
            // It had its time.
        }
    }

    /** While nothing is in work, by a thread that need not wait. */
    private void leaveMeanwhile() {
        try {
            sayGoodbye();
            if (ended.await(LINGER_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException e) {
            LOG.log(DEBUG, () -> id() + ": lost before its goodbye: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.abort();
    }

    /** Tells the peer why, where the codec can, and ends. */
    void refuse(String why) {
        try {
            outbox.put(routing.codec().encode(why.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            LOG.log(DEBUG, () -> id() + ": the codec has no words: " + e.getMessage());
        }
        synchronized (this) {
            closing = true;
        }
    }

    private void lost(IOException problem) {
        LOG.log(DEBUG, () -> id() + ": cannot be written to: " + problem.getMessage());
        wire.abort();
    }

    @Override
    public void send(byte[] frame) {
        OutboundQueue.Put put = outbox.put(routing.codec().encode(frame));
        if (put == OutboundQueue.Put.FULL) {
            LOG.log(DEBUG, () -> id() + ": takes too little");
            outbox.end();
            wire.abort();
        }
        if (put != OutboundQueue.Put.TAKEN) {
            throw new TcpClosedException(id());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            if (working || leaving) {
                return;
            }
            leaving = true;
        }
        Thread.ofVirtual()
                .name("serve-" + listener() + "-conn-" + id() + "-goodbye")
                .start(this::leaveMeanwhile);
    }

    @Override
    public void close(boolean interrupt) {
        if (!interrupt) {
            close();
            return;
        }
        wire.abort();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** A frame in work is waited for when the listener drains. */
    @Override
    public synchronized boolean isInWork() {
        return working;
    }

    @Override
    public Map<String, Integer> work() {
        return Map.of(TcpProtocol.TCP, 1);
    }

    @Override
    public int waiting() {
        return outbox.waiting();
    }

    @Override
    public Duration idleTime() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    @Override
    public synchronized boolean isOpen() {
        return !closing && ended.getCount() > 0;
    }

    @Override
    public String id() {
        return wired.childSocketId();
    }

    @Override
    public String listener() {
        return wired.socketId();
    }

    @Override
    public SocketAddress remoteAddress() {
        return wired.remotePeer().address();
    }

    @Override
    public boolean secure() {
        return wired.isSecure();
    }

    @Override
    public Optional<Principal> verifiedClient() {
        return wired.remotePeer().tlsPrincipal();
    }

    @Override
    public Context context() {
        return context;
    }
}
