package dev.serve.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @Property(tries = 2_000)
    void judgesAsTheJdkHoweverTheBytesAreCut(
            @ForAll("nearlyUtf8") byte[] bytes, @ForAll @IntRange(min = 1, max = 7) int cut) {
        Utf8 check = new Utf8();
        boolean fine = true;
        for (int at = 0; at < bytes.length && fine; at += cut) {
            fine = check.take(bytes, at, Math.min(cut, bytes.length - at));
        }
        assertThat(fine && check.isComplete()).isEqualTo(isUtf8(bytes));
    }

    /** Bytes that matter: ASCII, continuations, and the edges of first bytes. */
    @Provide
    Arbitrary<byte[]> nearlyUtf8() {
        return Arbitraries.of(
                        0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0,
                        0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "c1", "e080", "eda0", "f08f", "f490", "f5", "80", "ff", "c241"})
    void seesTheFirstByteThatCannotBeRight(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Utf8 check = new Utf8();
        assertThat(check.take(bytes, 0, bytes.length - 1)).isTrue();
        assertThat(check.take(bytes, bytes.length - 1, 1)).isFalse();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
