package dev.serve.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseFrameTest {

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4999})
    void carriesACodeAndAReason(int code) throws WebSocketFailure {
        CloseFrame frame = new CloseFrame(code, "größer");
        assertThat(CloseFrame.read(frame.payload())).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    void hasNoOtherCodes(int code) {
        assertThat(CloseFrame.maySend(code)).isFalse();
        byte[] payload = {(byte) (code >> 8), (byte) code};
        assertThat(failure(payload)).isEqualTo(1002);
    }

    @ParameterizedTest
    @CsvSource({"00, 1002", "03e8ff, 1007", "03e8c3, 1007", "03e8eda080, 1007"})
    void isRefused(String hex, int code) {
        assertThat(failure(HexFormat.of().parseHex(hex))).isEqualTo(code);
    }

    @Test
    void mayBeEmpty() throws WebSocketFailure {
        assertThat(CloseFrame.read(new byte[0])).isEqualTo(new CloseFrame(1005, ""));
        assertThat(new CloseFrame(1005, "").payload()).isEmpty();
    }

    @Test
    void cutsAReasonBetweenCharacters() {
        byte[] payload = new CloseFrame(1000, "ä".repeat(100)).payload();
        assertThat(payload).hasSizeLessThanOrEqualTo(125);
        assertThat(new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8))
                .isEqualTo("ä".repeat(61));
    }

    private static int failure(byte[] payload) {
        WebSocketFailure failure =
                catchThrowableOfType(WebSocketFailure.class, () -> CloseFrame.read(payload));
        return failure == null ? 0 : failure.code();
    }
}
