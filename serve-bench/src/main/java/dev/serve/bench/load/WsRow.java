package dev.serve.bench.load;

import java.nio.charset.StandardCharsets;

/** What is measured of sessions. */
enum WsRow {
    /** One at a time. */
    ECHO("64 bytes of text there and back, 1 in flight", 64, 1, 0),
    /** Many at a time. */
    ECHO16("64 bytes of text there and back, 16 in flight", 64, 16, 0),
    /** Large ones. */
    ECHO60K("60 KB there and back, 1 in flight", 60_000, 1, 0),
    /** One to many. */
    FAN1000("64 bytes of text to 1,000 sessions, 1 in flight", 64, 1, 1_000),
    /** Some to many. */
    FAN1000X8("64 bytes of text to 1,000 sessions, 8 in flight", 64, 8, 1_000),
    /** One to very many. */
    FAN5000("64 bytes of text to 5,000 sessions, 1 in flight", 64, 1, 5_000);

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int LARGE = 1_000;
    private static final int SHORT_LENGTH = 126;
    private static final byte[] MASK = {0x12, (byte) 0xfe, 0x00, 0x5a};

    private final String title;
    private final int size;
    private final int inFlight;
    private final int sessions;

    WsRow(String title, int size, int inFlight, int sessions) {
        this.title = title;
        this.size = size;
        this.inFlight = inFlight;
        this.sessions = sessions;
    }

    String title() {
        return title;
    }

    int inFlight() {
        return inFlight;
    }

    /** How many take what one sends; 0 for an echo. */
    int sessions() {
        return sessions;
    }

    /** First byte of each frame. */
    int first() {
        return size < LARGE ? TEXT : BINARY;
    }

    /** Bytes of a frame that the server sends. */
    int answerSize() {
        return headSize() + size;
    }

    private int headSize() {
        return size < SHORT_LENGTH ? 2 : 4;
    }

    /** Masked frames as a client sends them, one after the other. */
    byte[] frames(int count) {
        byte[] payload = "abcdefgh".repeat(size / 8).getBytes(StandardCharsets.US_ASCII);
        int head = headSize();
        byte[] frames = new byte[count * (head + MASK.length + size)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            frames[at] = (byte) first();
            if (head == 2) {
                frames[at + 1] = (byte) (0x80 | size);
            } else {
                frames[at + 1] = (byte) (0x80 | SHORT_LENGTH);
                frames[at + 2] = (byte) (size >> 8);
                frames[at + 3] = (byte) size;
            }
            at += head;
            System.arraycopy(MASK, 0, frames, at, MASK.length);
            at += MASK.length;
            for (int j = 0; j < size; j++) {
                frames[at++] = (byte) (payload[j] ^ MASK[j & 3]);
            }
        }
        return frames;
    }
}
