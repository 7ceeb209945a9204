package dev.serve.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serve.websocket.frame.WebSocketFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    @Property(tries = 100)
    void givesTheSameMessagesHoweverTheBytesAreCut(
            @ForAll @Size(max = 6) List<@Size(max = 300) byte[]> messages,
            @ForAll boolean takeover,
            @ForAll @IntRange(min = 9, max = 15) int bits,
            @ForAll @IntRange(min = 1, max = 40) int cut)
            throws Exception {
        Deflation agreed = new Deflation(takeover, takeover, bits);
        try (Compressor compressor = new Compressor(agreed, 6);
                Decompressor decompressor = new Decompressor(agreed)) {
            for (byte[] message : messages) {
                byte[] compressed = compressor.compress(message);
                assertThat(decompressed(decompressor, compressed, cut)).isEqualTo(message);
            }
        }
    }

    @Test
    void remembersWhatWentBeforeWithTakeover() {
        byte[] message = new byte[2_000];
        new Random(7).nextBytes(message);
        try (Compressor with = new Compressor(new Deflation(true, true, 15), 6);
                Compressor without = new Compressor(new Deflation(false, true, 15), 6)) {
            with.compress(message);
            without.compress(message);
            assertThat(with.compress(message)).hasSizeLessThan(100);
            assertThat(without.compress(message)).hasSizeGreaterThan(1_900);
        }
    }

    /** Noise that comes again at distances below and above the window. */
    @ParameterizedTest
    @ValueSource(ints = {9, 10, 12, 14})
    void refersNoFartherBackThanTheWindow(int bits) {
        byte[] noise = new byte[40];
        Random random = new Random(bits);
        random.nextBytes(noise);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < 40; i++) {
            message.writeBytes(noise);
            byte[] between = new byte[random.nextInt(1 << bits)];
            random.nextBytes(between);
            message.writeBytes(between);
        }
        try (Compressor compressor = new Compressor(new Deflation(true, true, bits), 9)) {
            byte[] first = compressor.compress(message.toByteArray());
            byte[] second = compressor.compress(message.toByteArray());
            assertThat(InflateDistances.farthest(first, second)).isBetween(1, 1 << bits);
        }
    }

    @Test
    void forgetsWhenAMessageWentPastIt() throws Exception {
        byte[] message =
                "the same words again and again".repeat(5).getBytes(StandardCharsets.UTF_8);
        Deflation agreed = new Deflation(true, true, 15);
        try (Compressor compressor = new Compressor(agreed, 6);
                Decompressor stranger = new Decompressor(agreed)) {
            compressor.compress(message);
            compressor.forget();
            assertThat(decompressed(stranger, compressor.compress(message), 1_000))
                    .isEqualTo(message);
        }
    }

    /** RFC 7692 sections 7.2.3.1, 7.2.3.4 and 7.2.3.5. */
    @ParameterizedTest
    @ValueSource(strings = {"f248cdc9c90700", "f348cdc9c9070000", "f248050000 00ffffcac9c90700"})
    void readsTheExamplesOfTheDocument(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (Decompressor decompressor = new Decompressor(new Deflation(true, true, 15))) {
            assertThat(decompressed(decompressor, bytes, 3)).asString().isEqualTo("Hello");
            assertThat(decompressed(decompressor, bytes, 100)).asString().isEqualTo("Hello");
        }
    }

    @Test
    void failsWith1007ForOtherBytes() {
        try (Decompressor decompressor = new Decompressor(new Deflation(true, true, 15))) {
            WebSocketFailure failure =
                    catchThrowableOfType(
                            WebSocketFailure.class,
                            () -> decompressed(decompressor, new byte[] {7, 7, 7, 7}, 4));
            assertThat(failure.code()).isEqualTo(1007);
        }
    }

    @Test
    void stopsABombWhereItsSinkSaysSo() {
        Deflation agreed = new Deflation(false, false, 15);
        try (Compressor compressor = new Compressor(agreed, 9);
                Decompressor decompressor = new Decompressor(agreed)) {
            byte[] bomb = compressor.compress(new byte[50 << 20]);
            long[] seen = {0};
            WebSocketFailure failure =
                    catchThrowableOfType(
                            WebSocketFailure.class,
                            () ->
                                    decompressor.feed(
                                            bomb,
                                            0,
                                            bomb.length,
                                            (bytes, from, length) -> {
                                                seen[0] += length;
                                                if (seen[0] > 1 << 20) {
                                                    throw new WebSocketFailure(1009, "too large");
                                                }
                                            }));
            assertThat(failure.code()).isEqualTo(1009);
            assertThat(seen[0]).isLessThan((1 << 20) + (16 << 10));
        }
    }

    private static byte[] decompressed(Decompressor decompressor, byte[] compressed, int cut)
            throws WebSocketFailure, IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        Decompressor.Sink sink = plain::write;
        for (int at = 0; at < compressed.length; at += cut) {
            decompressor.feed(compressed, at, Math.min(cut, compressed.length - at), sink);
        }
        decompressor.endMessage(sink);
        return plain.toByteArray();
    }
}
