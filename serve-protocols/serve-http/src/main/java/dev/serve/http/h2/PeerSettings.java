package dev.serve.http.h2;

import java.util.ArrayList;
import java.util.List;

/** What the client has asked for (RFC 9113 section 6.5.2). Belongs to the thread that reads. */
final class PeerSettings {

    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private final List<Runnable> promises = new ArrayList<>(0);
    private int initialWindow = Frame.FIRST_WINDOW;

    PeerSettings(Session session) {
        this.session = session;
    }

    int initialWindow() {
        return initialWindow;
    }

    void set(int id, long value) throws ConnectionError {
        switch (id) {
            case Frame.HEADER_TABLE_SIZE ->
                    session.outbox().post((out, schedule) -> out.tableSize(value));
            case Frame.ENABLE_PUSH, Frame.ENABLE_CONNECT_PROTOCOL, Frame.NO_RFC7540_PRIORITIES -> {
                if (value > 1) {
                    throw ConnectionError.protocol("setting " + id + " of " + value);
                }
            }
            case Frame.INITIAL_WINDOW_SIZE -> initialWindow(value);
            case Frame.MAX_FRAME_SIZE -> {
                // We send no larger frames than everybody takes.
                if (value < Frame.SMALLEST_MAX || value > Frame.LARGEST_MAX) {
                    throw ConnectionError.protocol("SETTINGS_MAX_FRAME_SIZE of " + value);
                }
            }
            default -> {
                // Pushes are not made, and what nobody knows is nothing.
            }
        }
    }

    /** Section 6.9.2: open streams have their windows changed by the difference. */
    private void initialWindow(long value) throws ConnectionError {
        if (value > Frame.LARGEST_WINDOW) {
            throw new ConnectionError(
                    ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE of " + value);
        }
        int difference = (int) (value - initialWindow);
        initialWindow = (int) value;
        if (difference == 0) {
            return;
        }
        List<Http2Stream> open = session.streams().all();
        for (Http2Stream stream : open) {
            SendWindow window = stream.sendWindow();
            if (!(difference > 0 ? window.promise(difference) : window.widen(difference))) {
                throw new ConnectionError(
                        ErrorCode.FLOW_CONTROL_ERROR, "a window beyond the largest");
            }
        }
        if (difference > 0) {
            promises.add(() -> open.forEach(stream -> stream.sendWindow().keep(difference)));
        }
    }

    /** The acknowledgement; windows grow after it, so that nobody sees their data before it. */
    Outgoing acknowledgement() {
        List<Runnable> due = List.copyOf(promises);
        promises.clear();
        return (out, schedule) -> {
            out.frame(Frame.SETTINGS, Frame.ACK, 0, NOTHING);
            due.forEach(Runnable::run);
        };
    }
}
