package dev.serve.tcp;

import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.FrameDecoder;
import dev.serve.api.tcp.FrameException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a codec makes of bytes that arrive in pieces.
 *
 * @param frames in order
 * @param isRefused whether it ended by a refusal
 * @param held bytes that waited for the rest of a frame at the end
 */
record Frames(List<byte[]> frames, boolean isRefused, int held) {

    /**
     * Decodes.
     *
     * @param cuts sizes of the pieces, over and over
     */
    static Frames of(FrameCodec codec, long most, byte[] input, List<Integer> cuts) {
        FrameDecoder decoder = codec.decoder(most);
        List<byte[]> frames = new ArrayList<>();
        int from = 0;
        int to = 0;
        for (int piece = 0; to < input.length; piece++) {
            to = Math.min(input.length, to + cuts.get(piece % cuts.size()));
            byte[] come = Arrays.copyOf(input, to);
            try {
                while (from < to) {
                    int size = decoder.next(come, from, to);
                    if (size == 0) {
                        break;
                    }
                    if (size < 0 || size > to - from) {
                        throw new AssertionError("a frame of " + size + " of " + (to - from));
                    }
                    frames.add(decoder.frame(come, from, size));
                    from += size;
                }
            } catch (FrameException e) {
                return new Frames(frames, true, to - from);
            }
        }
        return new Frames(frames, false, to - from);
    }

    /** All frames behind one another. */
    byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
