package dev.serve.websocket.session;

import dev.serve.api.websocket.PreparedMessage;
import dev.serve.websocket.deflate.Compressor;
import dev.serve.websocket.deflate.Deflation;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what a session sends, where that was agreed on. Used by whoever writes; messages must
 * come in the order in which they are sent, since each may refer to the one before.
 */
final class Encoder implements AutoCloseable {

    private final @Nullable Deflation agreed;
    private final Settings settings;
    private @Nullable Compressor compressor;

    Encoder(@Nullable Deflation agreed, Settings settings) {
        this.agreed = agreed;
        this.settings = settings;
    }

    void encode(Outgoing frame) {
        PreparedMessage prepared = frame.preparedMessage();
        Deflation deflation = agreed;
        boolean compress =
                deflation != null
                        && frame.isWholeMessage()
                        && frame.cost() >= settings.config().compressionThreshold();
        if (prepared != null) {
            frame.framed(
                    compress && deflation != null
                            ? compressedFrame(prepared, deflation)
                            : Outgoing.plainFrame(prepared));
        } else if (compress && deflation != null) {
            frame.compressed(compressor(deflation).compress(frame.payload()));
        }
    }

    /** Compressed on its own, once for all sessions with the same parameters. */
    private byte[] compressedFrame(PreparedMessage message, Deflation deflation) {
        int level = settings.config().compressionLevel();
        if (compressor != null) {
            compressor.forget();
        }
        return message.form(
                new Form(deflation.serverWindowBits(), level),
                it -> {
                    try (Compressor alone = new Compressor(deflation.withoutTakeover(), level)) {
                        return Outgoing.compressedFrame(it, alone.compress(it.payload()));
                    }
                });
    }

    private record Form(int windowBits, int level) {}

    private Compressor compressor(Deflation deflation) {
        Compressor known = compressor;
        if (known == null) {
            known = new Compressor(deflation, settings.config().compressionLevel());
            compressor = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
        }
    }
}
