package dev.serve.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHeadTest {

    @Property(tries = 500)
    void readsWhatTheWriterWrites(
            @ForAll @LongRange(max = 1L << 40) long length,
            @ForAll @IntRange(max = 2) int opcode,
            @ForAll boolean fin)
            throws WebSocketFailure {
        byte[] bytes = masked((fin ? FrameWriter.FIN : 0) | opcode, length);
        FrameHead head = new FrameHead();
        for (int end = 0; end < bytes.length; end++) {
            assertThat(head.read(bytes, 0, end)).isZero();
        }
        assertThat(head.read(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(head.length()).isEqualTo(length);
        assertThat(head.opcode()).isEqualTo(opcode);
        assertThat(head.isFinal()).isEqualTo(fin);
        assertThat(head.key()).isEqualTo(0x04030201);
    }

    private static byte[] masked(int first, long length) {
        byte[] head = new byte[FrameWriter.MOST];
        int size = FrameWriter.head(head, 0, first, length);
        head[1] |= (byte) 0x80;
        byte[] bytes = Arrays.copyOf(head, size + 4);
        System.arraycopy(new byte[] {1, 2, 3, 4}, 0, bytes, size, 4);
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "reserved bit 2, a180",
        "reserved bit 3, 9180",
        "reserved opcode 3, 8380",
        "reserved opcode 7, 8780",
        "reserved control opcode, 8b80",
        "not masked, 8100",
        "fragmented ping, 0980",
        "compressed ping, c980",
        "ping of 126 bytes, 89fe007e00000000",
        "16 bits for 125 bytes, 81fe007d00000000",
        "64 bits for 65535 bytes, 81ff000000000000ffff00000000",
        "negative length, 81ff800000000000000000000000",
    })
    void failsWith1002(String name, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        WebSocketFailure failure =
                catchThrowableOfType(
                        WebSocketFailure.class, () -> new FrameHead().read(bytes, 0, bytes.length));
        assertThat(failure).as(name).isNotNull();
        assertThat(failure.code()).isEqualTo(1002);
    }

    @Test
    void isUnmaskedAsTheExampleOfSection57() throws WebSocketFailure {
        byte[] hello = HexFormat.of().parseHex("818537fa213d7f9f4d5158");
        FrameHead head = new FrameHead();
        int length = head.read(hello, 0, hello.length);
        byte[] plain = new byte[(int) head.length()];
        Masking.unmask(hello, length, plain, 0, plain.length, head.key());
        assertThat(plain).asString().isEqualTo("Hello");
    }
}
