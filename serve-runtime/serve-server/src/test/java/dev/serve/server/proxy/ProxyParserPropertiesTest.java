package dev.serve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.server.proxy.ProxyParser.Result;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ProxyParserPropertiesTest {

    /** The first answer that more bytes cannot change, of bytes that come one at a time. */
    private static Result byteByByte(byte[] bytes) {
        for (int length = 0; length <= bytes.length; length++) {
            Result result = ProxyParser.parse(Arrays.copyOf(bytes, length), 0, length);
            if (!(result instanceof Result.Incomplete)) {
                return result;
            }
        }
        return new Result.Incomplete();
    }

    private static void sameHoweverCut(byte[] bytes) {
        Result whole = ProxyParser.parse(bytes, 0, bytes.length);
        assertThat(byteByByte(bytes)).isEqualTo(whole);
        if (whole instanceof Result.Complete(ProxyHeader _, int length)) {
            assertThat(length).isBetween(1, bytes.length);
            assertThat(ProxyParser.parse(bytes, 0, length)).isEqualTo(whole);
            assertThat(ProxyParser.parse(bytes, 0, length - 1))
                    .isInstanceOf(Result.Incomplete.class);
        }
        if (whole instanceof Result.Incomplete) {
            assertThat(bytes.length).isLessThan(ProxyParser.MAX_V2_BYTES);
        }
    }

    @Property
    void linesAreTheSameHoweverTheyAreCut(@ForAll("lines") String line) {
        sameHoweverCut(Headers.ascii(line));
    }

    @Property
    void blocksAreTheSameHoweverTheyAreCut(
            @ForAll @IntRange(max = 255) int command,
            @ForAll @IntRange(max = 255) int family,
            @ForAll @Size(max = 120) byte[] behind,
            @ForAll @Size(max = 8) byte[] after) {
        Headers headers = Headers.nothing();
        for (byte value : behind) {
            headers.bytes(value);
        }
        byte[] header = headers.version2(command, family);
        byte[] bytes = Arrays.copyOf(header, header.length + after.length);
        System.arraycopy(after, 0, bytes, header.length, after.length);
        sameHoweverCut(bytes);
    }

    @Property
    void vectorsOfAnyBytesEnd(@ForAll @Size(max = 300) byte[] vectors, @ForAll boolean ipv4) {
        Headers headers = ipv4 ? Headers.ipv4() : Headers.ipv6();
        for (byte value : vectors) {
            headers.bytes(value);
        }
        sameHoweverCut(headers.version2(0x21, ipv4 ? 0x11 : 0x21));
    }

    @Property
    void bytesOfAnyKindAreTheSameHoweverTheyAreCut(@ForAll @Size(max = 200) byte[] bytes) {
        sameHoweverCut(bytes);
    }

    @Property
    void readsTheVectorsThatAreWritten(
            @ForAll @IntRange(min = 0xE0, max = 0xEF) int type,
            @ForAll @Size(max = 50) byte[] value,
            @ForAll boolean checksum) {
        Headers headers = Headers.ipv6().tlv(type, value);
        byte[] bytes =
                checksum ? headers.version2WithChecksum(0x21, 0x21) : headers.version2(0x21, 0x21);
        ProxyHeader header = ProxyParserTest.header(bytes);
        assertThat(header.tlvs()).hasSize(checksum ? 2 : 1);
        assertThat(header.tlvs().getFirst().type()).isEqualTo(type);
    }

    /** Near misses: the words of a line, each now and then replaced. */
    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> noise =
                Arbitraries.strings()
                        .withChars(" \r\n:.0129aFxPROXYTCP46\u0000\u00ff")
                        .ofMaxLength(12);
        Arbitrary<String> word =
                Arbitraries.of(
                        "TCP4",
                        "TCP6",
                        "UNKNOWN",
                        "10.0.0.1",
                        "::1",
                        "1:2:3:4:5:6:7:8",
                        "0",
                        "443",
                        "65536",
                        "\r\n",
                        "");
        Arbitrary<String> part = Arbitraries.frequencyOf(Tuple.of(6, word), Tuple.of(1, noise));
        return part.list().ofMaxSize(9).map(words -> "PROXY " + String.join(" ", words));
    }
}
