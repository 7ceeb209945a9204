package dev.serve.websocket.session;

import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.spi.Wire;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.websocket.deflate.Decompressor;
import dev.serve.websocket.deflate.Deflation;
import dev.serve.websocket.frame.FrameHead;
import dev.serve.websocket.frame.Masking;
import dev.serve.websocket.frame.Opcode;
import dev.serve.websocket.frame.Utf8;
import dev.serve.websocket.frame.WebSocketFailure;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one peer to messages (RFC 6455 sections 5 and 8.1). A short message that has come whole
 * is unmasked straight out of the window; a longer one is read into its own array. Between frames
 * it can be left and gone on with, by another thread too; one at a time.
 */
final class Incoming {

    private static final byte[] NO_BYTES = {};

    /** A message is given room as its bytes come, not as its peer announces them. */
    private static final int FIRST_ROOM = 64 * 1024;

    private static final int PIECE = 8 * 1024;

    private final Wire wire;
    private final Events events;
    private final Settings settings;
    private final boolean streamed;
    private final @Nullable Decompressor decompressor;
    private final FrameHead head = new FrameHead();

    /** What happens beside messages; called by who reads. */
    interface Events {

        /** Waits until there are bytes, while the window holds no whole head or control frame. */
        Wait awaitBytes(boolean withinFrame) throws IOException;

        /** A read of payload may have to wait. */
        void readsPayload();

        /** A frame has come. */
        void heard();

        /** A control frame has come; something to hand on, or null. */
        @Nullable Inbound control(int opcode, byte[] payload) throws WebSocketFailure;
    }

    /** How a wait ended. */
    enum Wait {
        BYTES,
        END,
        /** Somebody else is to read on. */
        LEAVE
    }

    private boolean inMessage;
    private boolean text;
    private boolean compressed;
    private int fragments;

    private byte[] held = NO_BYTES;
    private int size;
    private long messageSize;
    private @Nullable Utf8 utf8;

    private boolean inFrame;
    private long left;
    private int key;

    Incoming(
            Wire wire,
            Events events,
            Settings settings,
            boolean streamed,
            @Nullable Deflation agreed) {
        this.wire = wire;
        this.events = events;
        this.settings = settings;
        this.streamed = streamed;
        this.decompressor = agreed == null ? null : new Decompressor(agreed);
    }

    /** There is no next message. Without a stack trace, since it ends every session. */
    static final class Stop extends Exception {

        @Serial private static final long serialVersionUID = 1L;

        /** Why there is none. */
        enum Why {
            /** The input ended without a close frame. */
            END,
            /** A close frame came. */
            CLOSED,
            /** Somebody else reads on. */
            LEFT
        }

        private final Why why;

        private Stop(Why why) {
            super(null, null, false, false);
            this.why = why;
        }

        Why why() {
            return why;
        }
    }

    /**
     * The next message, or piece of one.
     *
     * @throws Stop when there is none
     * @throws WebSocketFailure if the peer breaks a rule
     */
    Inbound next() throws IOException, WebSocketFailure, Stop {
        while (true) {
            if (!inFrame) {
                Inbound control = nextFrame();
                if (control != null) {
                    return control;
                }
                if (!inFrame) {
                    continue;
                }
            }
            Inbound whole = payload();
            if (whole != null) {
                return whole;
            }
        }
    }

    /** Reads a head, and all of a control frame. */
    private @Nullable Inbound nextFrame() throws IOException, WebSocketFailure, Stop {
        int length = head.read(wire.input(), wire.position(), wire.limit());
        while (length == 0) {
            await(wire.available() > 0);
            length = head.read(wire.input(), wire.position(), wire.limit());
        }
        events.heard();
        if (Opcode.isControl(head.opcode())) {
            int whole = length + (int) head.length();
            while (wire.available() < whole) {
                await(true);
            }
            return control(length);
        }
        wire.consume(length);
        begin();
        return null;
    }

    private void await(boolean withinFrame) throws IOException, Stop {
        switch (events.awaitBytes(withinFrame)) {
            case BYTES -> {}
            case END -> throw new Stop(Stop.Why.END);
            case LEAVE -> throw new Stop(Stop.Why.LEFT);
        }
    }

    private @Nullable Inbound control(int headLength) throws WebSocketFailure, Stop {
        byte[] payload = new byte[(int) head.length()];
        Masking.unmask(
                wire.input(), wire.position() + headLength, payload, 0, payload.length, head.key());
        wire.consume(headLength + payload.length);
        Inbound shown = events.control(head.opcode(), payload);
        if (head.opcode() == Opcode.CLOSE) {
            throw new Stop(Stop.Why.CLOSED);
        }
        return shown;
    }

    private void begin() throws WebSocketFailure {
        WebSocketConfig config = settings.config();
        if (head.opcode() == Opcode.CONTINUATION) {
            if (!inMessage) {
                throw broken("a continuation without a beginning");
            }
            if (head.isCompressed()) {
                throw broken("a continuation says that it is compressed");
            }
            if (!streamed && fragments >= config.maxFragments()) {
                throw new WebSocketFailure(WebSocketClose.POLICY, "too many fragments");
            }
        } else {
            if (inMessage) {
                throw broken("a message begins within another");
            }
            if (head.isCompressed() && decompressor == null) {
                throw broken("compression was not agreed on");
            }
            inMessage = true;
            text = head.opcode() == Opcode.TEXT;
            compressed = head.isCompressed();
            fragments = 0;
            size = 0;
            messageSize = 0;
        }
        fragments++;
        if (head.length() > config.maxFrameSize()) {
            throw new WebSocketFailure(WebSocketClose.TOO_BIG, "a frame is too large");
        }
        if (!compressed) {
            checkSize(head.length());
        }
        left = head.length();
        key = head.key();
        inFrame = true;
    }

    private static WebSocketFailure broken(String what) {
        return new WebSocketFailure(WebSocketClose.PROTOCOL_ERROR, what);
    }

    private void checkSize(long more) throws WebSocketFailure {
        if (!streamed && messageSize + more > settings.config().maxMessageSize()) {
            throw new WebSocketFailure(WebSocketClose.TOO_BIG, "a message is too large");
        }
    }

    /** Reads payload; a message if it is whole, or what has come of a streamed one. */
    private @Nullable Inbound payload() throws IOException, WebSocketFailure, Stop {
        if (left <= wire.available() && isAlone()) {
            return alone();
        }
        while (left > 0) {
            if (wire.available() == 0) {
                events.readsPayload();
            }
            if (compressed) {
                readCompressed();
            } else {
                readPlain();
            }
            if (streamed && size > 0 && (left > 0 || !head.isFinal())) {
                return piece(false);
            }
        }
        inFrame = false;
        if (!head.isFinal()) {
            return null;
        }
        return endMessage();
    }

    /** Whether the frame is a whole message as it stands. */
    private boolean isAlone() {
        return head.isFinal()
                && fragments == 1
                && !compressed
                && size == 0
                && left == head.length();
    }

    private Inbound alone() throws WebSocketFailure {
        int length = (int) left;
        byte[] payload = new byte[length];
        boolean ascii = Masking.unmask(wire.input(), wire.position(), payload, 0, length, key);
        wire.consume(length);
        inFrame = false;
        inMessage = false;
        if (!text) {
            return Inbound.bytes(Inbound.Kind.BINARY, payload, true);
        }
        if (!ascii) {
            Utf8 check = new Utf8();
            if (!check.take(payload, 0, length) || !check.isComplete()) {
                throw notUtf8();
            }
        }
        return streamed
                ? Inbound.bytes(Inbound.Kind.TEXT, payload, true)
                : Inbound.text(
                        new String(
                                payload,
                                ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    private static WebSocketFailure notUtf8() {
        return new WebSocketFailure(WebSocketClose.INVALID_DATA, "text is not UTF-8");
    }

    private void readPlain() throws IOException, WebSocketFailure, Stop {
        makeRoom((int) Math.min(left, FIRST_ROOM));
        int count = wire.read(held, size, (int) Math.min(left, held.length - size));
        if (count < 0) {
            throw new Stop(Stop.Why.END);
        }
        Masking.unmask(held, size, held, size, count, key);
        taken(count);
        check(held, size, count);
        size += count;
        messageSize += count;
    }

    private void readCompressed() throws IOException, WebSocketFailure, Stop {
        byte[] piece = new byte[(int) Math.min(left, PIECE)];
        int count = wire.read(piece, 0, piece.length);
        if (count < 0) {
            throw new Stop(Stop.Why.END);
        }
        Masking.unmask(piece, 0, piece, 0, count, key);
        taken(count);
        if (decompressor != null) {
            decompressor.feed(piece, 0, count, this::decompressed);
        }
    }

    private void taken(int count) {
        left -= count;
        key = Masking.turn(key, count);
    }

    private void decompressed(byte[] bytes, int from, int length) throws WebSocketFailure {
        checkSize(length);
        check(bytes, from, length);
        makeRoom(length);
        System.arraycopy(bytes, from, held, size, length);
        size += length;
        messageSize += length;
    }

    private void check(byte[] bytes, int from, int length) throws WebSocketFailure {
        if (text) {
            Utf8 known = utf8;
            if (known == null) {
                known = new Utf8();
                utf8 = known;
            }
            if (!known.take(bytes, from, length)) {
                throw notUtf8();
            }
        }
    }

    private void makeRoom(int more) {
        if (held.length - size < more) {
            int wanted = size + more;
            held = Arrays.copyOf(held, size == 0 ? wanted : Math.max(wanted, 2 * held.length));
        }
    }

    private Inbound endMessage() throws WebSocketFailure, IOException {
        if (compressed && decompressor != null) {
            decompressor.endMessage(this::decompressed);
        }
        if (utf8 != null && !utf8.isComplete()) {
            throw notUtf8();
        }
        inMessage = false;
        return piece(true);
    }

    private Inbound piece(boolean last) {
        byte[] bytes = size == held.length ? held : Arrays.copyOf(held, size);
        held = NO_BYTES;
        size = 0;
        Inbound.Kind kind = text ? Inbound.Kind.TEXT : Inbound.Kind.BINARY;
        if (last) {
            utf8 = null;
            if (text && !streamed) {
                return Inbound.text(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return Inbound.bytes(kind, bytes, last);
    }

    /** Frees what a decompressor holds; nothing is read any more. */
    void end() {
        if (decompressor != null) {
            decompressor.close();
        }
    }
}
