package dev.serve.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64 as it comes. */
class Base64PiecesTest {

    private static byte[] decoded(String text, int cut) {
        byte[] all = text.getBytes(StandardCharsets.US_ASCII);
        Base64Pieces pieces = new Base64Pieces();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < all.length; at += cut) {
            byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + cut));
            bytes.writeBytes(pieces.decode(piece, piece.length));
        }
        bytes.writeBytes(pieces.end());
        return bytes.toByteArray();
    }

    @Property(tries = 500)
    void partsThatArePaddedEachGiveWhatWasEncodedHoweverTheyAreCut(
            @ForAll @Size(max = 5) List<byte[]> parts,
            @ForAll @IntRange(min = 1, max = 9) int cut) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        StringBuilder text = new StringBuilder();
        for (byte[] part : parts) {
            expected.writeBytes(part);
            text.append(Base64.getEncoder().encodeToString(part));
        }
        assertThat(decoded(text.toString(), cut)).isEqualTo(expected.toByteArray());
    }

    @Property(tries = 200)
    void paddingAtTheEndMayBeMissing(
            @ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int cut) {
        String text = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        assertThat(decoded(text, cut)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAAA", "A=AA", "====", "AA A", "A-A_"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> decoded(text, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
