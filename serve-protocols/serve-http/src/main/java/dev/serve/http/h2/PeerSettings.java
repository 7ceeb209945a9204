package dev.serve.http.h2;

/** What the client has asked for (RFC 9113 section 6.5.2). Belongs to the thread that reads. */
final class PeerSettings {

    private final Session session;
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
        for (Http2Stream stream : session.streams().all()) {
            if (!stream.sendWindow().widen(difference)) {
                throw new ConnectionError(
                        ErrorCode.FLOW_CONTROL_ERROR, "a window beyond the largest");
            }
        }
    }
}
