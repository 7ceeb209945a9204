package dev.serve.websocket;

import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.websocket.deflate.Deflation;
import dev.serve.websocket.frame.CloseFrame;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import dev.serve.websocket.session.Handling;
import dev.serve.websocket.session.Opening;
import dev.serve.websocket.session.Session;
import dev.serve.websocket.session.Sessions;
import dev.serve.websocket.session.Settings;
import io.helidon.http.WritableHeaders;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes on where the opening handshake ends. */
final class SessionTaker implements StreamTaker {

    private final OpenRoutes open;
    private final String route;
    private final Settings settings;
    private final Handling handling;
    private final Opening opening;

    /** Guarded by this object's monitor, with the next. */
    private @Nullable Session session;

    private boolean closing;

    SessionTaker(
            OpenRoutes open, String route, Settings settings, Handling handling, Opening opening) {
        this.open = open;
        this.route = route;
        this.settings = settings;
        this.handling = handling;
        this.opening = opening;
    }

    @Override
    public void take(TakenStream stream) throws IOException {
        Deflation deflation = opening.deflation();
        // Before the answer: who has it must find the next one counted after itself.
        boolean admitted = open.sessions().admit(settings.config().maxSessions());
        try {
            stream.begin(WritableHeaders.create());
            stream.wire().flush();
            if (admitted) {
                serve(new Session(opening, settings, handling, stream.wire(), stream.observer()));
            } else {
                refuse(stream);
            }
        } finally {
            if (admitted) {
                open.sessions().leave();
            }
            if (deflation != null) {
                open.memory().giveBack(deflation);
            }
        }
    }

    private void serve(Session begun) {
        Sessions sessions = open.sessions();
        sessions.add(begun);
        try {
            boolean leave;
            synchronized (this) {
                session = begun;
                leave = closing;
            }
            if (leave) {
                sessions.sayFarewell(begun);
            }
            begun.run();
        } finally {
            sessions.remove(begun);
        }
    }

    private static void refuse(TakenStream stream) throws IOException {
        byte[] close =
                FrameWriter.frame(
                        FrameWriter.FIN | Opcode.CLOSE,
                        new CloseFrame(WebSocketClose.TRY_AGAIN, "Service overloaded").payload());
        stream.wire().send(close, 0, close.length);
        stream.wire().closeOutput();
    }

    @Override
    public boolean stays() {
        return open.has(route);
    }

    @Override
    public int waiting() {
        Session begun;
        synchronized (this) {
            begun = session;
        }
        return begun == null ? 0 : begun.queuedMessages();
    }

    @Override
    public void closing() {
        Session begun;
        synchronized (this) {
            closing = true;
            begun = session;
        }
        if (begun != null) {
            open.sessions().sayFarewell(begun);
        }
    }
}
