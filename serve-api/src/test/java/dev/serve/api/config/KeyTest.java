package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTest {

    private static final Key<Integer> PORT =
            Key.integer("port", 0, 65_535).runtime().doc("A port.").build();

    @Test
    void saysWhatItExpects() {
        assertThat(PORT.expected()).isEqualTo("an integer from 0 to 65535");
    }

    @Test
    void letsPassWhatIsInRange() {
        assertThat(PORT.check(0)).isZero();
        assertThat(PORT.check(65_535)).isEqualTo(65_535);
    }

    @Test
    void refusesWhatIsNotWithNameValueAndRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PORT.check(65_536))
                .withMessage("port: 65536 (expected: an integer from 0 to 65535)");
    }

    @Test
    void masksASecretItRefuses() {
        Key<String> secret =
                Key.of("passphrase", ValueTypes.TEXT)
                        .range("of one letter", text -> text.length() == 1)
                        .secret()
                        .doc("A secret.")
                        .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret.check("hunter2"))
                .withMessage("passphrase: *** (expected: text of one letter)");
    }

    @Test
    void needsARestartUnlessItSaysOtherwise() {
        assertThat(Key.integer("a", 0, 1).doc("A.").build().reload()).isEqualTo(Reload.RESTART);
        assertThat(PORT.reload()).isEqualTo(Reload.RUNTIME);
    }

    @Test
    void hasADefaultOrSaysThereIsNone() {
        assertThat(PORT.hasDefault()).isFalse();
        assertThat(PORT.defaultText()).isEqualTo("none");
        assertThatIllegalStateException()
                .isThrownBy(PORT::defaultValue)
                .withMessage("port has no default");
        Key<Long> size = Key.size("size", 0, 1 << 20).defaultValue(4096L).doc("A size.").build();
        assertThat(size.defaultText()).isEqualTo("4KiB");
        assertThat(size.expected()).isEqualTo("a size like 512B, 64KiB or 4MiB from 0B to 1MiB");
    }

    @Test
    void isNotMadeWithoutADocOrWithADefaultOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Key.integer("port", 0, 1).build())
                .withMessage("port: a key without a doc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Key.integer("port", 0, 1).defaultValue(2).doc("A port.").build());
    }

    @Test
    void problemsReadInTheOrderOfTheFile() {
        Problem late = new Problem(new Origin("a.yaml", 10, 1), "b", "1", "2");
        Problem early = new Problem(new Origin("a.yaml", 9, 30), "c", null, "no value");
        ConfigException failure = new ConfigException(List.of(late, early));
        assertThat(failure.problems()).containsExactly(early, late);
        assertThat(failure)
                .hasMessage(
                        "a.yaml:9:30: c: no value"
                                + System.lineSeparator()
                                + "a.yaml:10:1: b: \"1\" (expected: 2)");
    }
}
