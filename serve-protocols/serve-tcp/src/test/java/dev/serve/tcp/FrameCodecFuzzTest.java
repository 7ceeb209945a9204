package dev.serve.tcp;

import dev.serve.api.tcp.FrameCodec;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Any bytes through any codec: no crash, no frame above the limit, no more bytes held than a frame
 * and its framing, the same frames however they are cut.
 */
class FrameCodecFuzzTest {

    private static final int MOST = 64;

    private static final List<FrameCodec> CODECS =
            List.of(
                    FrameCodec.lengthPrefixed(2, ByteOrder.BIG_ENDIAN),
                    FrameCodec.lengthPrefixed(4, ByteOrder.LITTLE_ENDIAN),
                    FrameCodec.lengthPrefixed(8, ByteOrder.BIG_ENDIAN),
                    FrameCodec.line(),
                    FrameCodec.delimited((byte) '-', (byte) '-', (byte) '+'),
                    FrameCodec.fixed(7));

    /** Called by Jazzer: the codec, the size of a piece, then the input. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 3) {
            return;
        }
        FrameCodec codec = CODECS.get((data[0] & 0xff) % CODECS.size());
        byte[] input = Arrays.copyOfRange(data, 2, data.length);
        Frames cut = Frames.of(codec, MOST, input, List.of(1 + (data[1] & 0x1f)));
        Frames whole = Frames.of(codec, MOST, input, List.of(input.length));
        check(cut.isRefused() == whole.isRefused(), "refused, or not, by the cut");
        check(cut.frames().size() == whole.frames().size(), "more frames by the cut");
        for (int i = 0; i < cut.frames().size(); i++) {
            byte[] frame = cut.frames().get(i);
            check(Arrays.equals(frame, whole.frames().get(i)), "another frame by the cut");
            check(frame.length <= MOST, "a frame above the limit");
        }
        check(cut.held() <= MOST + 8 + 32, "more held than a frame");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @Test
    void holdsForSeeds() {
        for (int codec = 0; codec < CODECS.size(); codec++) {
            for (int cut = 0; cut < 32; cut++) {
                for (String text :
                        List.of("a\r\nb\n\n", "x--+y---+", "\0\3abc\0\0", "0123456789")) {
                    byte[] input = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    byte[] data = new byte[input.length + 2];
                    data[0] = (byte) codec;
                    data[1] = (byte) cut;
                    System.arraycopy(input, 0, data, 2, input.length);
                    fuzzerTestOneInput(data);
                }
            }
        }
    }
}
