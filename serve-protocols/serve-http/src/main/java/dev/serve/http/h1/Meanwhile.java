package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at a connection while a handler is at work: earlier answers leave when they have
 * waited long enough, and by option its client is watched. Belongs to the connection's thread.
 */
final class Meanwhile {

    private final Wire wire;
    private final ConnectionObserver observer;
    private final Http1Settings settings;
    private final LateAnswers late;
    private @Nullable HeldAnswers held;
    private @Nullable ClientWatch watch;
    private @Nullable Thread handler;

    Meanwhile(Wire wire, ConnectionObserver observer, Http1Settings settings, LateAnswers late) {
        this.wire = wire;
        this.observer = observer;
        this.settings = settings;
        this.late = late;
    }

    /** A handler begins. */
    void begins(RequestHead head, @Nullable WireBody body) {
        if (wire.hasGathered()) {
            HeldAnswers answers = held;
            if (answers == null) {
                answers = new HeldAnswers(wire, late);
                held = answers;
            }
            answers.lend();
        }
        // Whoever takes the connection over reads it alone; Helidon's wires have one reader.
        if (settings.interruptOnAbort() && !head.upgrades() && !(wire instanceof HelidonWire)) {
            handler = Thread.currentThread();
            if (body == null) {
                watch();
            } else {
                body.whenFinished(this::watch);
            }
        }
    }

    /** The request has come to its end. Bytes behind it say that its client is there. */
    private void watch() {
        Thread working = handler;
        if (working != null) {
            watch(working::interrupt);
        }
    }

    private void watch(Runnable gone) {
        if (watch == null && wire.available() == 0) {
            watch = ClientWatch.begin(wire, observer, gone);
        }
    }

    /** The answer lasts, and who gives it is told when the client leaves. */
    void lasts(Runnable gone) {
        if (!(wire instanceof HelidonWire)) {
            watch(gone);
        }
    }

    /** The connection is about to write. */
    void writes() {
        HeldAnswers answers = held;
        if (answers != null) {
            answers.takeBack();
        }
    }

    /** The handler has ended. */
    void ends() {
        writes();
        handler = null;
        ClientWatch running = watch;
        if (running != null) {
            running.handlerEnds();
        }
    }

    /** Everything is written. */
    void rests() {
        HeldAnswers answers = held;
        if (answers != null) {
            answers.rest();
        }
    }

    /** Whether somebody else reads; nobody may look at the window then. */
    boolean isWatched() {
        ClientWatch running = watch;
        if (running != null && running.isOver()) {
            watch = null;
        }
        return watch != null;
    }

    /** As {@link Wire#more()}. */
    boolean more() throws IOException {
        ClientWatch running = watch;
        if (running == null) {
            return wire.more();
        }
        watch = null;
        return running.await();
    }

    /** Nobody reads any longer; a client that stays is cut after a while. */
    void unwatch(Duration patience) {
        ClientWatch running = watch;
        if (running != null) {
            watch = null;
            running.end(wire, patience);
        }
    }
}
