package dev.serve.websocket.session;

import dev.serve.api.spi.Wire;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One frame on its way out, and the link of the list it waits in. Once it has left its list it is
 * the writer's own.
 */
final class Outgoing {

    private static final Object PLAIN = "plain";

    private final int cost;
    private final @Nullable PreparedMessage prepared;
    private final @Nullable CompletableFuture<Void> done;
    private int first;
    private byte[] body;
    private boolean headless;
    private int sent;
    @Nullable Outgoing next;

    private Outgoing(
            int first,
            byte[] body,
            @Nullable PreparedMessage prepared,
            @Nullable CompletableFuture<Void> done) {
        this.first = first;
        this.body = body;
        this.cost = body.length;
        this.prepared = prepared;
        this.done = done;
    }

    /** A whole message for one. */
    static Outgoing message(boolean text, byte[] payload) {
        return new Outgoing(firstOf(text), payload, null, null);
    }

    /** A whole message for many. */
    static Outgoing prepared(PreparedMessage message, @Nullable CompletableFuture<Void> done) {
        return new Outgoing(firstOf(message.isText()), message.payload(), message, done);
    }

    /** A frame as it is: a control frame, or a piece of a message. */
    static Outgoing frame(int first, byte[] payload) {
        return new Outgoing(first, payload, null, null);
    }

    private static int firstOf(boolean text) {
        return FrameWriter.FIN | (text ? Opcode.TEXT : Opcode.BINARY);
    }

    /** What it counts for in its queue, in bytes. */
    int cost() {
        return cost;
    }

    byte[] payload() {
        return body;
    }

    @Nullable PreparedMessage preparedMessage() {
        return prepared;
    }

    /** Told when the bytes are with the system. */
    @Nullable CompletableFuture<Void> done() {
        return done;
    }

    boolean isWholeMessage() {
        int opcode = first & 0xf;
        return (first & FrameWriter.FIN) != 0 && (opcode == Opcode.TEXT || opcode == Opcode.BINARY);
    }

    /** Puts a compressed payload in place of the plain one. */
    void compressed(byte[] payload) {
        first |= FrameWriter.COMPRESSED;
        body = payload;
    }

    /** Puts a whole frame in place of the payload. */
    void framed(byte[] frame) {
        body = frame;
        headless = true;
    }

    /** Makes its frame known to the others that the message goes to. */
    static byte[] plainFrame(PreparedMessage message) {
        return message.form(PLAIN, it -> FrameWriter.frame(firstOf(it.isText()), it.payload()));
    }

    /** The frame of a prepared message that was compressed on its own. */
    static byte[] compressedFrame(PreparedMessage message, byte[] payload) {
        return FrameWriter.frame(firstOf(message.isText()) | FrameWriter.COMPRESSED, payload);
    }

    /**
     * Writes as far as it goes without a wait; to be gone on with.
     *
     * @param scratch room for a head
     * @return whether all of it is written or gathered
     */
    boolean writeNow(Wire wire, byte[] scratch) throws IOException {
        if (!headless) {
            int length = FrameWriter.head(scratch, 0, first, body.length);
            if (wire.sendNow(scratch, 0, length) < length) {
                return false;
            }
            headless = true;
        }
        while (sent < body.length) {
            int taken = wire.sendNow(body, sent, body.length - sent);
            if (taken == 0) {
                return false;
            }
            sent += taken;
        }
        return true;
    }

    /** Writes or gathers what is left of it, waiting for the peer. */
    void write(Wire wire, byte[] scratch) throws IOException {
        if (!headless) {
            wire.put(scratch, 0, FrameWriter.head(scratch, 0, first, body.length));
            headless = true;
        }
        wire.put(body, sent, body.length - sent);
        sent = body.length;
    }
}
