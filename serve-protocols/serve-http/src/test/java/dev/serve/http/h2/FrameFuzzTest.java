package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.http.h1.CutWire;
import java.io.ByteArrayOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * A target for Jazzer, which finds frames that crash or hang the reader, or that it reads in two
 * ways. The command is that of {@code dev.serve.http.h1.Http1FuzzTest}.
 */
class FrameFuzzTest {

    private static final int MAX_FRAME = 16_384;
    private static final int MAX_BLOCK = 1_000;

    /** Called by Jazzer: what follows a preface. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        byte[] all = new byte[Frame.PREFACE.length + bytes.length];
        System.arraycopy(Frame.PREFACE, 0, all, 0, Frame.PREFACE.length);
        System.arraycopy(bytes, 0, all, Frame.PREFACE.length, bytes.length);
        String whole = read(all);
        if (!whole.equals(read(all, 1)) || !whole.equals(read(all, 7, 2, 13))) {
            throw new AssertionError("another cut gives other frames");
        }
    }

    private static String read(byte[] bytes, int... cuts) {
        CutWire wire = new CutWire(bytes, cuts);
        FrameTranscript transcript = new FrameTranscript();
        FrameReader reader = new FrameReader(transcript, MAX_FRAME, MAX_BLOCK);
        try {
            while (wire.more(Long.MAX_VALUE)) {
                while (next(reader, wire, transcript)) {
                    // On to the next frame.
                }
                if (wire.available() > MAX_FRAME + Frame.HEAD) {
                    throw new AssertionError("more than a frame is left in the window");
                }
            }
        } catch (ConnectionError e) {
            transcript.line("end: " + e.code() + " " + e.getMessage());
        }
        return transcript.toString();
    }

    private static boolean next(FrameReader reader, CutWire wire, FrameTranscript transcript)
            throws ConnectionError {
        try {
            return reader.next(wire);
        } catch (StreamError e) {
            transcript.line("error: " + e.stream() + " " + e.code());
            return true;
        }
    }

    @Property(tries = 200)
    void anyBytesAreReadInOneWay(@ForAll @Size(max = 300) byte[] bytes) {
        fuzzerTestOneInput(bytes);
    }

    /** Frames of any type and flags that are whole, behind the SETTINGS that come first. */
    @Property(tries = 300)
    void anyFramesAreReadInOneWay(
            @ForAll @IntRange(max = 18) int type,
            @ForAll byte flags,
            @ForAll @IntRange(max = 15) int stream,
            @ForAll @Size(max = 60) byte[] payload) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(FrameClient.bytes(Frame.SETTINGS, 0, 0));
        for (int i = 0; i < 3; i++) {
            frames.writeBytes(FrameClient.bytes(type, flags & 0xff, stream, payload));
        }
        fuzzerTestOneInput(frames.toByteArray());
    }

    @Test
    void aHeaderBlockInPiecesIsReadAsOne() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(Frame.PREFACE);
        frames.writeBytes(FrameClient.bytes(Frame.SETTINGS, 0, 0));
        frames.writeBytes(FrameClient.bytes(Frame.HEADERS, 0, 1, new byte[] {1, 2}));
        frames.writeBytes(FrameClient.bytes(Frame.CONTINUATION, 4, 1, new byte[] {3}));
        assertThat(read(frames.toByteArray(), 5)).contains("headers 1 010203 false");
    }
}
