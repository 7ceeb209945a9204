package dev.serve.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.FrameException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CodecPropertiesTest {

    private static final int MOST = 300;

    @Provide
    Arbitrary<FrameCodec> framing() {
        return Arbitraries.of(
                FrameCodec.lengthPrefixed(2, ByteOrder.BIG_ENDIAN),
                FrameCodec.lengthPrefixed(2, ByteOrder.LITTLE_ENDIAN),
                FrameCodec.lengthPrefixed(4, ByteOrder.BIG_ENDIAN),
                FrameCodec.lengthPrefixed(4, ByteOrder.LITTLE_ENDIAN),
                FrameCodec.lengthPrefixed(8, ByteOrder.BIG_ENDIAN),
                FrameCodec.lengthPrefixed(8, ByteOrder.LITTLE_ENDIAN),
                FrameCodec.line(),
                FrameCodec.delimited((byte) 0),
                FrameCodec.delimited((byte) 'a', (byte) 'a', (byte) 'b'),
                FrameCodec.fixed(5),
                FrameCodec.stream());
    }

    /** Of few values, so that delimiters and lengths are met. */
    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes()
                .withDistribution(net.jqwik.api.RandomDistribution.uniform())
                .map(
                        value ->
                                value % 3 == 0
                                        ? (byte) ('a' + (value & 1))
                                        : value % 5 == 0 ? 0 : value)
                .array(byte[].class)
                .ofMaxSize(200);
    }

    @Property(tries = 2_000)
    void anyInputGivesTheSameFramesHoweverItIsCutAndNothingBeyondTheLimit(
            @ForAll("framing") FrameCodec codec,
            @ForAll("bytes") byte[] input,
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 40) Integer> cuts) {
        Frames whole = Frames.of(codec, MOST, input, List.of(input.length + 1));
        Frames cut = Frames.of(codec, MOST, input, cuts.isEmpty() ? List.of(1) : cuts);
        if (codec.equals(FrameCodec.stream())) {
            assertThat(cut.joined()).isEqualTo(input);
        } else {
            assertThat(cut.frames()).usingRecursiveComparison().isEqualTo(whole.frames());
            assertThat(cut.isRefused()).isEqualTo(whole.isRefused());
        }
        assertThat(cut.frames()).allMatch(frame -> frame.length <= MOST);
    }

    @Property(tries = 1_000)
    void whatIsEncodedIsDecoded(
            @ForAll("framing") FrameCodec codec,
            @ForAll("bytes") byte[] payload,
            @ForAll @IntRange(min = 1, max = 20) int cut) {
        byte[] encoded;
        try {
            encoded = codec.encode(payload);
        } catch (IllegalArgumentException e) {
            return;
        }
        Frames frames = Frames.of(codec, MOST, encoded, List.of(cut));
        assertThat(frames.joined()).isEqualTo(payload);
        assertThat(frames.isRefused()).isFalse();
    }

    @Property(tries = 300)
    void aHeartbeatIsAnEmptyFrame(@ForAll("framing") FrameCodec codec) {
        codec.heartbeat()
                .ifPresent(
                        bytes -> {
                            Frames frames = Frames.of(codec, MOST, bytes, List.of(1));
                            assertThat(frames.frames()).hasSize(1);
                            assertThat(frames.joined()).isEmpty();
                        });
    }

    @Test
    void aLengthAboveTheLimitIsRefusedBeforeTheFrameHasCome() {
        for (int width : new int[] {2, 4, 8}) {
            byte[] head = new byte[width];
            java.util.Arrays.fill(head, (byte) 0xff);
            assertThatThrownBy(
                            () ->
                                    FrameCodec.lengthPrefixed(width, ByteOrder.BIG_ENDIAN)
                                            .decoder(MOST)
                                            .next(head, 0, width))
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("expected: at most 300");
        }
    }

    @Test
    void theLimitItselfIsTaken() {
        byte[] largest = new byte[MOST];
        java.util.Arrays.fill(largest, (byte) 'x');
        Stream.of(FrameCodec.lengthPrefixed(), FrameCodec.line(), FrameCodec.delimited((byte) 0))
                .forEach(
                        codec ->
                                assertThat(
                                                Frames.of(
                                                                codec,
                                                                MOST,
                                                                codec.encode(largest),
                                                                List.of(1))
                                                        .joined())
                                        .isEqualTo(largest));
    }

    @Test
    void aLineMayEndWithCrLfAndIsRefusedOnceItIsTooLong() {
        assertThat(Frames.of(FrameCodec.line(), MOST, ascii("a\r\n\r\nb\n"), List.of(1)).frames())
                .usingRecursiveComparison()
                .isEqualTo(List.of(ascii("a"), ascii(""), ascii("b")));
        Frames tooLong = Frames.of(FrameCodec.line(), 3, ascii("abcdefgh"), List.of(1));
        assertThat(tooLong.isRefused()).isTrue();
        assertThat(tooLong.held()).isLessThanOrEqualTo(5);
    }

    @Test
    void whatCannotBeFramedIsSaid() {
        assertThatThrownBy(() -> FrameCodec.line().encode(ascii("a\nb")))
                .hasMessageContaining("delimiter at 1");
        assertThatThrownBy(() -> FrameCodec.fixed(2).encode(ascii("abc")))
                .hasMessageContaining("expected: 2");
        assertThatThrownBy(() -> FrameCodec.lengthPrefixed(3, ByteOrder.BIG_ENDIAN))
                .hasMessageContaining("expected: 2, 4 or 8");
        assertThatThrownBy(() -> FrameCodec.fixed(9).decoder(8))
                .hasMessageContaining("expected: at most 8");
        assertThatThrownBy(() -> FrameCodec.delimited()).hasMessageContaining("empty");
        assertThatThrownBy(
                        () ->
                                FrameCodec.lengthPrefixed(2, ByteOrder.BIG_ENDIAN)
                                        .encode(new byte[65_536]))
                .hasMessageContaining("at most 65535");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
