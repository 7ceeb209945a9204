package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({"port, port, 0", "prot, port, 1", "pot, port, 1", "porrt, port, 1", "abc, '', 3"})
    void countsSlips(String a, String b, int slips) {
        assertThat(EditDistance.of(a, b)).isEqualTo(slips);
    }

    @Test
    void findsTheNearestAndNoStranger() {
        assertThat(EditDistance.nearest("prot", Stream.of("path", "port", "pool")))
                .contains("port");
        assertThat(EditDistance.nearest("swiftly", Stream.of("path", "port"))).isEmpty();
    }

    @Property
    void isTheSameBothWays(
            @ForAll @StringLength(max = 12) String a, @ForAll @StringLength(max = 12) String b) {
        assertThat(EditDistance.of(a, b)).isEqualTo(EditDistance.of(b, a));
    }

    @Property
    void isZeroOnlyForTheSameWord(
            @ForAll @StringLength(max = 6) String a, @ForAll @StringLength(max = 6) String b) {
        assertThat(EditDistance.of(a, b) == 0).isEqualTo(a.equals(b));
        assertThat(EditDistance.of(a, a)).isZero();
        assertThat(EditDistance.of(a, b)).isLessThanOrEqualTo(Math.max(a.length(), b.length()));
    }
}
