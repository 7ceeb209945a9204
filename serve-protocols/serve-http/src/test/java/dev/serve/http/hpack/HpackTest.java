package dev.serve.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HpackTest {

    private final HpackDecoder decoder = new HpackDecoder();
    private final HpackEncoder encoder = new HpackEncoder();

    private static List<String> fields(HeaderBlock block) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < block.count(); i++) {
            int[] spans = Arrays.copyOfRange(block.spans(), i * 4, i * 4 + 4);
            fields.add(text(block, spans[0], spans[1]) + ": " + text(block, spans[2], spans[3]));
        }
        return fields;
    }

    private static String text(HeaderBlock block, int from, int to) {
        return new String(block.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    private HeaderBlock block(byte[] bytes, long limit) throws HpackException {
        HeaderBlock block = new HeaderBlock(limit);
        decoder.decode(bytes, 0, bytes.length, block);
        return block;
    }

    private List<String> decode(String hex) throws HpackException {
        return fields(block(HexFormat.of().parseHex(hex.replace(" ", "")), 1 << 20));
    }

    private List<String> encodeAndDecode(String... namesAndValues) throws HpackException {
        return fields(block(encode(namesAndValues), 1 << 20));
    }

    private byte[] encode(String... namesAndValues) {
        encoder.begin();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            encoder.field(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    /** RFC 7541 appendix C.2.1 to C.2.4. */
    @Test
    void decodesTheSingleFieldsOfTheRfc() throws HpackException {
        assertThat(decode("400a637573746f6d2d6b65790d637573746f6d2d686561646572"))
                .containsExactly("custom-key: custom-header");
        assertThat(decoder.tableSize()).isEqualTo(55);
        assertThat(decode("040c2f73616d706c652f70617468")).containsExactly(":path: /sample/path");
        assertThat(decode("100870617373776f726406736563726574"))
                .containsExactly("password: secret");
        assertThat(decode("82")).containsExactly(":method: GET");
        assertThat(decoder.tableSize()).isEqualTo(55);
    }

    /** Appendix C.3 plain, C.4 with Huffman code: the same three requests, the same tables. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "828684410f7777772e6578616d706c652e636f6d"
                        + ",828684be58086e6f2d6361636865"
                        + ",828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
                "828684418cf1e3c2e5f23a6ba0ab90f4ff"
                        + ",828684be5886a8eb10649cbf"
                        + ",828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"
            })
    void decodesTheRequestsOfTheRfc(String three) throws HpackException {
        String[] blocks = three.split(",", -1);
        assertThat(decode(blocks[0]))
                .containsExactly(
                        ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        assertThat(decoder.tableSize()).isEqualTo(57);
        assertThat(decode(blocks[1])).contains("cache-control: no-cache").hasSize(5);
        assertThat(decoder.tableSize()).isEqualTo(110);
        assertThat(decode(blocks[2]))
                .containsExactly(
                        ":method: GET",
                        ":scheme: https",
                        ":path: /index.html",
                        ":authority: www.example.com",
                        "custom-key: custom-value");
        assertThat(decoder.tableSize()).isEqualTo(164);
    }

    /** Appendix C.5 and C.6, for which the table is of 256 octets, so that entries fall out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "3fe101 4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31"
                        + "333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d"
                        + ",4803333037c1c0bf"
                        + ",88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a"
                        + "69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d"
                        + "61782d6167653d333630303b2076657273696f6e3d31",
                "3fe101 488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e91"
                        + "9d29ad171863c78f0b97c8e9ae82ae43d3"
                        + ",4883640effc1c0bf"
                        + ",88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821d"
                        + "d7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b106"
                        + "3d5007"
            })
    void decodesTheAnswersOfTheRfc(String three) throws HpackException {
        String[] blocks = three.split(",", -1);
        assertThat(decode(blocks[0]))
                .containsExactly(
                        ":status: 302",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com");
        assertThat(decoder.tableSize()).isEqualTo(222);
        assertThat(decode(blocks[1])).startsWith(":status: 307", "cache-control: private");
        assertThat(decoder.tableSize()).isEqualTo(222);
        assertThat(decode(blocks[2]))
                .startsWith(":status: 200")
                .contains("content-encoding: gzip")
                .endsWith("set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
        assertThat(decoder.tableSize()).isEqualTo(215);
    }

    /** Helidon 4.5.0 looks for ever for room that is not there. */
    @Test
    void anEntryLargerThanTheTableEmptiesIt() throws HpackException {
        decode("400a637573746f6d2d6b65790d637573746f6d2d686561646572");
        byte[] head = {0x40, 1, 'k', 0x7f, 0, 0};
        // A value of 5,000 octets: 127 and 4,873 more, seven bits a byte.
        head[4] = (byte) (0x80 | (4873 & 0x7f));
        head[5] = 4873 >> 7;
        byte[] whole = Arrays.copyOf(head, head.length + 5000);
        Arrays.fill(whole, head.length, whole.length, (byte) 'v');
        assertThat(fields(block(whole, 1 << 20)).getFirst()).hasSize(5003);
        assertThat(decoder.tableSize()).isZero();
        assertThatThrownBy(() -> decode("be")).isInstanceOf(HpackException.class);
    }

    @Test
    void aTableOfSizeZeroHoldsNothing() throws HpackException {
        assertThat(decode("20 400a637573746f6d2d6b65790d637573746f6d2d686561646572"))
                .containsExactly("custom-key: custom-header");
        assertThat(decoder.tableSize()).isZero();
        decode("3fe11f 400a637573746f6d2d6b65790d637573746f6d2d686561646572");
        assertThat(decoder.tableSize()).isEqualTo(55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // index zero
                "be", // an index beyond the tables
                "ffffffffffff0f", // a number of more than five bytes
                "ff8080808080808080808000", // zeros without end
                "ffffffff7f", // a number too large
                "3fe21f", // a table larger than ours
                "8220", // a change of size after a field
                "400a6375", // a string cut off
                "40", // no string
                "ff", // a number cut off
                "0001ff82", // value missing its code: text of length 2 beyond the block
                "000182ff0161", // a name in Huffman code with eight bits of padding
                "000184ffffffff0161", // EOS
                "00018100 0161" // padding that is not the beginning of EOS
            })
    void refusesWhatIsMalformed(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(HpackException.class);
    }

    /** A bomb: one entry of 4,000 octets, named again and again by a byte. */
    @Test
    void keepsNoMoreThanTheLimitOfTheList() throws HpackException {
        byte[] bomb = new byte[20_000];
        byte[] head = {0x40, 1, 'k', 0x7f, 0, 0};
        head[4] = (byte) (0x80 | (3873 & 0x7f));
        head[5] = 3873 >> 7;
        System.arraycopy(head, 0, bomb, 0, head.length);
        Arrays.fill(bomb, head.length, head.length + 4000, (byte) 'v');
        Arrays.fill(bomb, head.length + 4000, bomb.length, (byte) 0xbe);
        HeaderBlock block = block(bomb, 8192);
        assertThat(block.isTooLarge()).isTrue();
        assertThat(block.size()).isGreaterThan(60_000_000);
        assertThat(block.bytes().length).isLessThan(40_000);
        assertThat(decode("be").getFirst()).hasSize(4003);
    }

    @Test
    void namesARepeatedAnswerWithAByteAField() {
        String[] answer = {"content-type", "text/plain", "content-length", "5", "x-a", "b"};
        assertThat(encode(answer)).hasSizeGreaterThan(15);
        assertThat(encode(answer)).hasSize(3);
    }

    @Test
    void keepsSecretsOutOfTheTable() throws HpackException {
        assertThat(encode("set-cookie", "id=1")[0] & 0xf0).isEqualTo(0x10);
        assertThat(encodeAndDecode("set-cookie", "id=1")).containsExactly("set-cookie: id=1");
        assertThat(decoder.tableSize()).isZero();
    }

    @Test
    void tellsEveryChangeOfTheTable() throws HpackException {
        encodeAndDecode("x-a", "b", "x-c", "d");
        assertThat(decoder.tableSize()).isEqualTo(72);
        encoder.tableSize(0);
        encoder.tableSize(200);
        assertThat(encodeAndDecode("x-a", "b")).containsExactly("x-a: b");
        assertThat(decoder.tableSize()).isEqualTo(36);
        encoder.tableSize(0);
        assertThat(encodeAndDecode("x-a", "b")).containsExactly("x-a: b");
        assertThat(decoder.tableSize()).isZero();
        encoder.tableSize(1 << 20);
        assertThat(encodeAndDecode("x-a", "b")).containsExactly("x-a: b");
        assertThat(decoder.tableSize()).isEqualTo(36);
    }

    @Property(tries = 300)
    void decodesWhatItHasEncoded(
            @ForAll @Size(max = 60)
                    List<@StringLength(max = 300) @CharRange(from = 0, to = 255) String> values,
            @ForAll @IntRange(max = 5000) int tableSize)
            throws HpackException {
        HpackTest sides = new HpackTest();
        for (int round = 0; round < 3; round++) {
            String[] pairs = new String[2 * values.size()];
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                pairs[2 * i] = "x-" + i % 7;
                pairs[2 * i + 1] = values.get(i);
                expected.add(pairs[2 * i] + ": " + pairs[2 * i + 1]);
            }
            assertThat(sides.encodeAndDecode(pairs)).isEqualTo(expected);
            sides.encoder.tableSize(tableSize / (round + 1));
        }
    }

    /** No input makes it loop, or hold more than its limits. */
    @Property(tries = 1000)
    void readsAnythingToItsEnd(@ForAll @Size(max = 400) byte[] bytes) {
        HpackDecoder any = new HpackDecoder();
        HeaderBlock block = new HeaderBlock(1000);
        try {
            any.decode(bytes, 0, bytes.length, block);
        } catch (HpackException e) {
            assertThat(e).hasMessageMatching(".+");
        }
        assertThat(any.tableSize()).isLessThanOrEqualTo(HpackDecoder.DEFAULT_TABLE_SIZE);
        assertThat(block.count()).isLessThanOrEqualTo(1000 / 32);
    }
}
