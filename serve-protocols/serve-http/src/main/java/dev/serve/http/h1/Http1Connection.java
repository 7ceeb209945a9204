package dev.serve.http.h1;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.EndWatcher;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.OrderlyConnection;
import dev.serve.api.spi.Wire;
import dev.serve.http.message.ErrorAnswer;
import dev.serve.http.message.OneEnd;
import dev.serve.http.message.Refusal;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection (RFC 9112): reads head after head and has each served, in order, on the
 * thread that calls {@link #handle}.
 *
 * <p>Three rules make it fast: it never reads where a read would find nothing while answers wait;
 * answers gather and are written before the next wait; nothing is buffered while it is idle.
 */
final class Http1Connection implements OrderlyConnection {

    private static final System.Logger LOG = System.getLogger(Http1Connection.class.getName());

    /** After a request that took longer, finished answers do not wait for the next handler. */
    private static final long SLOW_NANOS = 1_000_000;

    private final ConnectionContext context;
    private final Wire wire;
    private final ConnectionObserver observer;
    private final Http1Settings settings;
    private final Upgrades upgrades;
    private final Meanwhile meanwhile;
    private final @Nullable Header server;
    private @Nullable HeadWriter headWriter;
    private int requests;
    private volatile boolean closing;
    private volatile boolean idle;
    private volatile long lastUse = System.nanoTime();
    private volatile @Nullable Thread thread;
    private volatile @Nullable ServerConnection successor;
    private volatile @Nullable EndWatcher lasting;

    Http1Connection(
            ConnectionContext context,
            Wire wire,
            ConnectionObserver observer,
            Http1Settings settings,
            Upgrades upgrades,
            LateAnswers late) {
        this.context = context;
        this.wire = wire;
        this.observer = observer;
        this.settings = settings;
        this.upgrades = upgrades;
        this.meanwhile = new Meanwhile(wire, observer, settings, late);
        String name = settings.server();
        this.server = name == null ? null : HeaderValues.create(HeaderNames.SERVER, name);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        observer.protocol("http/1.1", false);
        ServerConnection next = serve(limit);
        if (next != null) {
            successor = next;
            if (closing) {
                next.close(false);
            }
            next.handle(limit);
        }
    }

    private @Nullable ServerConnection serve(Limit limit) {
        try {
            return serve(new Http1Turn(this, limit, upgrades));
        } catch (IOException e) {
            throw new ServerConnectionException("the connection was lost", e);
        } finally {
            flushQuietly();
            meanwhile.rests();
            meanwhile.unwatch(Duration.ZERO);
        }
    }

    /** Serves requests until the end; the connection that goes on with the protocol after it. */
    private @Nullable ServerConnection serve(Http1Turn turn) throws IOException {
        try {
            while (true) {
                RequestHead head = nextHead();
                if (head == null) {
                    return null;
                }
                requests = requests == Integer.MAX_VALUE ? 0 : requests + 1;
                long begin = System.nanoTime();
                lastUse = begin;
                switch (turn.take(head)) {
                    case Http1Turn.Outcome.Next ignored -> served(begin);
                    case Http1Turn.Outcome.End(boolean linger) -> {
                        end(linger);
                        return null;
                    }
                    case Http1Turn.Outcome.Handed(ServerConnection next) -> {
                        return next;
                    }
                }
            }
        } catch (Refusal e) {
            observer.requestRefused("http/1.1", e.status().code(), String.valueOf(e.getMessage()));
            refuse(e);
            return null;
        }
    }

    /** Whatever else is in the window is served before anything is written, if that goes fast. */
    private void served(long begin) throws IOException {
        long now = System.nanoTime();
        lastUse = now;
        if (now - begin > SLOW_NANOS && wire.hasGathered()) {
            wire.flush();
        }
    }

    /** Waits for a head; null when none comes any longer. */
    private @Nullable RequestHead nextHead() throws IOException {
        while (meanwhile.isWatched() || wire.available() == 0) {
            if (!waitIdle()) {
                return null;
            }
        }
        HeadParser parser = new HeadParser(settings);
        RequestHead head = parser.parse(wire);
        for (boolean told = false; head == null; head = parser.parse(wire)) {
            if (wire.hasGathered()) {
                wire.flush();
            }
            if (!told && parser.hasBegun()) {
                observer.headBegins();
                told = true;
            }
            if (!wire.more()) {
                LOG.log(DEBUG, () -> context.childSocketId() + ": the peer left within a head");
                return null;
            }
        }
        return head;
    }

    private boolean waitIdle() throws IOException {
        wire.flush();
        meanwhile.rests();
        headWriter = null;
        idle = true;
        try {
            return !closing && meanwhile.more();
        } finally {
            idle = false;
        }
    }

    /** Answers what never became a request, or broke while it was one. */
    void refuse(Throwable problem) throws IOException {
        DirectHandler.TransportResponse answer = ErrorAnswer.of(context.listenerContext(), problem);
        if (ErrorAnswer.isOurs(problem)) {
            LOG.log(WARNING, "Internal server error", problem);
        } else {
            LOG.log(DEBUG, () -> context.childSocketId() + ": refused: " + problem.getMessage());
        }
        if (observer.answerBegins()) {
            RefusalWriter.write(answer, headWriter(), wire);
        }
        end(true);
    }

    private void end(boolean linger) throws IOException {
        wire.flush();
        if (meanwhile.isWatched()) {
            wire.closeOutput();
            meanwhile.unwatch(Drain.LINGER);
        }
        if (linger && !(wire instanceof HelidonWire)) {
            Drain.linger(wire);
        }
    }

    private void flushQuietly() {
        try {
            wire.flush();
        } catch (IOException e) {
            LOG.log(DEBUG, () -> context.childSocketId() + ": what was left could not be written");
        }
    }

    @Override
    public Duration idleTime() {
        ServerConnection next = successor;
        return next == null ? Duration.ofNanos(System.nanoTime() - lastUse) : next.idleTime();
    }

    /**
     * Ends the connection after the answer that is in work, which says so; at once when asked to
     * interrupt. An idle connection on a listener of ours is ended by the listener, which knows how
     * to end one side of it.
     */
    @Override
    public void close(boolean interrupt) {
        closing = true;
        ServerConnection next = successor;
        if (next != null) {
            next.close(interrupt);
            return;
        }
        EndWatcher watcher = lasting;
        if (!interrupt && watcher != null) {
            watcher.closing();
            return;
        }
        Thread running = thread;
        if (interrupt) {
            if (!(wire instanceof HelidonWire)) {
                wire.abort();
            }
            if (running != null) {
                running.interrupt();
            }
        } else if (idle && running != null && wire instanceof HelidonWire) {
            running.interrupt();
        }
    }

    /**
     * Whoever it was handed over to, or whoever gives an answer that lasts, says goodbye itself.
     */
    @Override
    public boolean isOrderly() {
        return lasting != null || (successor instanceof OrderlyConnection next && next.isOrderly());
    }

    /** The answer in work lasts until its handler returns. By the connection's thread. */
    void lasts(EndWatcher watcher) {
        OneEnd once = new OneEnd(watcher);
        lasting = once;
        meanwhile.lasts(once::lost);
        if (isClosing()) {
            once.closing();
        }
    }

    /** The handler has ended. */
    void answered() {
        if (lasting != null) {
            lasting = null;
        }
    }

    @Override
    public boolean isInWork() {
        return successor instanceof OrderlyConnection next && next.isInWork();
    }

    @Override
    public boolean stays() {
        return successor instanceof OrderlyConnection next && next.stays();
    }

    @Override
    public Map<String, Integer> work() {
        if (successor instanceof OrderlyConnection next) {
            return next.work();
        }
        EndWatcher watcher = lasting;
        return watcher == null ? Map.of() : Map.of(watcher.protocol(), 1);
    }

    @Override
    public int waiting() {
        if (successor instanceof OrderlyConnection next) {
            return next.waiting();
        }
        EndWatcher watcher = lasting;
        return watcher == null ? 0 : watcher.waiting();
    }

    /** Whether the client has sent something that is not yet looked at. */
    boolean hasUnread() {
        return !meanwhile.isWatched() && wire.available() > 0;
    }

    Meanwhile meanwhile() {
        return meanwhile;
    }

    ConnectionContext context() {
        return context;
    }

    Wire wire() {
        return wire;
    }

    ConnectionObserver observer() {
        return observer;
    }

    Http1Settings settings() {
        return settings;
    }

    /** The number of the current request. */
    int requests() {
        return requests;
    }

    /** Whether nothing is to be served after the answer in work. */
    boolean isClosing() {
        return closing || observer.isDraining();
    }

    @Nullable Header serverField() {
        return server;
    }

    void dropHeadWriter() {
        headWriter = null;
    }

    /** Kept between answers, dropped while the connection is idle. */
    HeadWriter headWriter() {
        HeadWriter writer = headWriter;
        if (writer == null) {
            writer = new HeadWriter();
            headWriter = writer;
        }
        return writer;
    }
}
