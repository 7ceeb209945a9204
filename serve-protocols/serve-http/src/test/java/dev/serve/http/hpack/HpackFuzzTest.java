package dev.serve.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target for Jazzer, which finds header blocks that crash or hang the decoder, cost more than
 * their limit, or come back as others when they are encoded again. The command is that of {@code
 * dev.serve.http.h1.Http1FuzzTest}; as a test it runs over the seeds that are kept.
 */
class HpackFuzzTest {

    private static final int LIMIT = 2_000;

    /** Called by Jazzer: blocks of one connection, each behind two bytes of its length. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        HpackDecoder decoder = new HpackDecoder();
        HpackEncoder encoder = new HpackEncoder();
        HpackDecoder again = new HpackDecoder();
        int at = 0;
        try {
            while (at + 2 <= bytes.length) {
                int length = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
                int to = Math.min(bytes.length, at + 2 + length);
                HeaderBlock block = new HeaderBlock(LIMIT);
                decoder.decode(bytes, at + 2, to, block);
                check(decoder, block);
                sameAgain(encoder, again, fields(block));
                at = to;
            }
        } catch (HpackException e) {
            // A connection ends with it.
        }
    }

    private static void check(HpackDecoder decoder, HeaderBlock block) {
        if (decoder.tableSize() > HpackDecoder.DEFAULT_TABLE_SIZE) {
            throw new AssertionError("a table of " + decoder.tableSize());
        }
        if (block.length() > LIMIT) {
            throw new AssertionError("a block holds " + block.length());
        }
    }

    private static void sameAgain(HpackEncoder encoder, HpackDecoder again, List<String> fields)
            throws HpackException {
        encoder.begin();
        for (int i = 0; i < fields.size(); i += 2) {
            encoder.field(fields.get(i), fields.get(i + 1));
        }
        HeaderBlock block = new HeaderBlock(LIMIT);
        again.decode(encoder.bytes(), 0, encoder.length(), block);
        if (!fields.equals(fields(block))) {
            throw new AssertionError(fields + " came back as " + fields(block));
        }
    }

    private static List<String> fields(HeaderBlock block) {
        List<String> fields = new ArrayList<>();
        int[] spans = block.spans();
        for (int i = 0; i < 2 * block.count(); i++) {
            fields.add(
                    new String(
                            block.bytes(),
                            spans[2 * i],
                            spans[2 * i + 1] - spans[2 * i],
                            StandardCharsets.ISO_8859_1));
        }
        return fields;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 7541 appendices C.3.1 and C.4.1, then the table once more.
                "0014828684410f7777772e6578616d706c652e636f6d000182",
                "0011828684418cf1e3c2e5f23a6ba0ab90f4ff",
                // A table of size zero, an entry, and the table as it was.
                "0001200005400161016200033fe11f",
                // An index of a table that is empty; a number without end.
                "0001be",
                "00087fffffffffffffff",
            })
    void theSeedsAreReadToTheirEnd(String hex) {
        byte[] seed = java.util.HexFormat.of().parseHex(hex);
        fuzzerTestOneInput(seed);
        assertThat(seed).isNotEmpty();
    }
}
