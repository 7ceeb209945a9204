package dev.serve.http.h2;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.OrderlyConnection;
import dev.serve.api.spi.Wire;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ServerConnectionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection (RFC 9113). The thread that calls {@link #handle} reads frames and keeps
 * deadlines; it never waits for a stream, nor to write. Each stream has a virtual thread, and
 * {@link Outbox} writes for all.
 */
final class Http2Connection implements OrderlyConnection, Signals {

    private static final System.Logger LOG = System.getLogger(Http2Connection.class.getName());

    private static final long LINGER_NANOS = SECONDS.toNanos(2);
    private static final long MAX_LINGER = 8L << 20;

    /** How long last words have to leave, and the client to end its side then. */
    private static final long LAST_WORDS_NANOS = MILLISECONDS.toNanos(100);

    /** How often to look for answers that wait for a window that nobody opens. */
    private static final long STUCK_NANOS = MILLISECONDS.toNanos(50);

    private final Session session;
    private final Wire wire;
    private final String protocol;
    private final Goodbye goodbye;
    private final @Nullable Http2Head upgraded;
    private final byte[] upgradedSettings;
    private volatile @Nullable Thread thread;
    private final AtomicBoolean expired = new AtomicBoolean();
    private volatile boolean ended;
    private boolean withinBlock;
    private @Nullable Watch watch;

    /**
     * A connection.
     *
     * @param protocol its name, {@code h2} or {@code h2c}
     * @param upgraded the request that came over HTTP/1.1; null when there was none
     * @param upgradedSettings the client's settings that came with it
     */
    Http2Connection(
            Session session,
            String protocol,
            @Nullable Http2Head upgraded,
            byte[] upgradedSettings) {
        this.session = session;
        this.wire = session.wire();
        this.protocol = protocol;
        this.goodbye = new Goodbye(session, this::endReading);
        this.upgraded = upgraded;
        this.upgradedSettings = upgradedSettings;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        session.observer().protocol(protocol, true);
        Openings openings = new Openings(session, new Http2Turn(session, limit));
        Inbound inbound = new Inbound(session, openings, this);
        Http2Settings settings = session.settings();
        FrameReader reader = new FrameReader(inbound, settings.maxFrame(), settings.maxBlock());
        Watch keeper = new Watch(session, goodbye);
        watch = keeper;
        try {
            greet();
            upgrade(inbound, openings);
            read(reader, inbound, openings, keeper);
            serveOut(keeper);
        } catch (ConnectionError e) {
            LOG.log(DEBUG, () -> session.name() + ": " + e.code() + ": " + e.getMessage());
            session.lose();
            if (goodbye.fail(e)) {
                linger();
            }
            wire.abort();
        } catch (IOException e) {
            if (!ended) {
                throw new ServerConnectionException("the connection was lost", e);
            }
        } finally {
            session.lose();
            goodbye.give();
            thread = null;
        }
    }

    /** RFC 9113 section 3.4: our SETTINGS come first; then the window of the connection. */
    private void greet() {
        Http2Settings settings = session.settings();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        setting(payload, Frame.MAX_CONCURRENT_STREAMS, settings.http2().maxConcurrentStreams());
        setting(payload, Frame.INITIAL_WINDOW_SIZE, settings.initialWindow());
        setting(payload, Frame.MAX_HEADER_LIST_SIZE, settings.http2().maxHeaderListSize());
        if (settings.maxFrame() != Frame.SMALLEST_MAX) {
            setting(payload, Frame.MAX_FRAME_SIZE, settings.maxFrame());
        }
        if (!session.connectProtocols().isEmpty()) {
            setting(payload, Frame.ENABLE_CONNECT_PROTOCOL, 1);
        }
        setting(payload, Frame.NO_RFC7540_PRIORITIES, 1);
        byte[] bytes = payload.toByteArray();
        int beyond = session.window().beyondFirst();
        session.outbox()
                .send(
                        (out, schedule) -> {
                            out.frame(Frame.SETTINGS, 0, 0, bytes);
                            if (beyond > 0) {
                                out.windowUpdate(0, beyond);
                            }
                        });
    }

    private static void setting(ByteArrayOutputStream payload, int id, long value) {
        byte[] bytes = new byte[6];
        bytes[1] = (byte) id;
        Frame.putInt32(bytes, 2, (int) value);
        payload.writeBytes(bytes);
    }

    /** RFC 7540 section 3.2.1: the settings in the upgrade count as the client's first. */
    private void upgrade(Inbound inbound, Openings openings) throws ConnectionError {
        for (int at = 0; at < upgradedSettings.length; at += 6) {
            inbound.setting(
                    Frame.int16(upgradedSettings, at),
                    Frame.int32(upgradedSettings, at + 2) & 0xffff_ffffL);
        }
        Http2Head first = upgraded;
        if (first != null) {
            openings.open(first, inbound.peer().initialWindow());
            openings.start();
        }
    }

    /** Reads to the end of the client's output. */
    private void read(FrameReader reader, Inbound inbound, Openings openings, Watch keeper)
            throws IOException, ConnectionError {
        while (true) {
            long now = session.tick();
            inbound.begins();
            boolean any = false;
            while (next(reader, inbound)) {
                any = true;
            }
            if (any && !withinBlock) {
                keeper.within(false, now);
            }
            keeper.within(withinBlock || reader.isWithin(wire), now);
            openings.start();
            keeper.look(now);
            session.outbox().kick();
            if (session.observer().isDraining()) {
                goodbye.begin();
            }
            if (ended) {
                return;
            }
            try {
                if (!wire.more(keeper.patience(now))) {
                    return;
                }
                keeper.heard(now);
            } catch (SocketTimeoutException e) {
                // Time to look.
            }
        }
    }

    /**
     * The client has ended its side. What it has asked for whole is still answered, unless that
     * lasts: such a client can neither reset its stream nor take much of it.
     */
    private void serveOut(Watch keeper) throws ConnectionError, InterruptedException {
        for (Http2Stream stream : session.streams().all()) {
            if (!stream.hasRequestEnded() || stream.isLasting()) {
                stream.lost();
            }
        }
        while (!session.streams().awaitNone(Math.min(keeper.step(), STUCK_NANOS))) {
            dropStuck();
            keeper.look(session.tick());
            session.outbox().kick();
        }
    }

    /** Nobody opens a window any longer: an answer that waits for one never leaves. */
    private void dropStuck() {
        boolean all = session.outbox().isBlocked();
        for (Http2Stream stream : session.streams().all()) {
            if (stream.sendWindow().isBlocked() || (all && stream.stalledSince() >= 0)) {
                stream.lost();
            }
        }
    }

    private boolean next(FrameReader reader, Inbound inbound) throws ConnectionError {
        try {
            return reader.next(wire);
        } catch (StreamError e) {
            inbound.broken(e);
            return true;
        }
    }

    /** The output is closed, and the client has been told why; it may still be sending. */
    private void linger() {
        long end = System.nanoTime() + LINGER_NANOS;
        long dropped = 0;
        try {
            for (long left = LINGER_NANOS;
                    left > 0 && dropped < MAX_LINGER && !(wire instanceof HelidonWire);
                    left = end - System.nanoTime()) {
                dropped += wire.available();
                wire.consume(wire.available());
                if (!wire.more(left)) {
                    return;
                }
            }
        } catch (IOException e) {
            // It had its time, or is gone.
        }
    }

    /** All is said; the client closes its side, or loses it. */
    private void endReading() {
        ended = true;
        Thread reader = thread;
        if (reader == null) {
            return;
        }
        if (wire instanceof HelidonWire) {
            reader.interrupt();
            return;
        }
        try {
            if (!reader.join(Duration.ofNanos(LINGER_NANOS))) {
                wire.abort();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Duration idleTime() {
        return session.streams().count() > 0
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - session.clock());
    }

    /**
     * Ends the connection: in order, when what is open has been served; at once when asked to
     * interrupt.
     */
    @Override
    public boolean isInWork() {
        return session.streams().all().stream().anyMatch(Http2Stream::isTaken);
    }

    @Override
    public boolean stays() {
        return session.streams().all().stream().anyMatch(Http2Stream::stays);
    }

    @Override
    public Map<String, Integer> work() {
        Map<String, Integer> work = new HashMap<>();
        for (Http2Stream stream : session.streams().all()) {
            work.merge(stream.protocol(), 1, Integer::sum);
        }
        return work;
    }

    @Override
    public int waiting() {
        return session.streams().all().stream().mapToInt(Http2Stream::waiting).sum();
    }

    @Override
    public boolean expires() {
        boolean speaks = expired.get();
        for (Http2Stream stream : session.streams().all()) {
            speaks |= stream.expires();
        }
        if (speaks && expired.compareAndSet(false, true)) {
            goodbye.begin();
            Thread.ofVirtual().name(session.name() + "-last-words").start(this::cutSoon);
        }
        return speaks;
    }

    private void cutSoon() {
        try {
            Thread reader = thread;
            if (session.streams().awaitNone(LAST_WORDS_NANOS) && reader != null) {
                boolean ignored = reader.join(Duration.ofNanos(LAST_WORDS_NANOS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.abort();
    }

    @Override
    public void close(boolean interrupt) {
        if (!interrupt) {
            goodbye.begin();
            return;
        }
        ended = true;
        session.streams().all().forEach(Http2Stream::interrupt);
        if (!(wire instanceof HelidonWire)) {
            wire.abort();
        }
        Thread reader = thread;
        if (reader != null) {
            reader.interrupt();
        }
    }

    @Override
    public void blockBegins() {
        withinBlock = true;
    }

    @Override
    public void blockEnds() {
        withinBlock = false;
    }

    @Override
    public void settingsAcknowledged() {
        Watch keeper = watch;
        if (keeper != null) {
            keeper.settingsAcknowledged();
        }
    }

    @Override
    public void pingAcknowledged(byte[] data) {
        goodbye.acknowledged(data);
    }

    @Override
    public void clientGoesAway() {
        goodbye.begin();
    }
}
