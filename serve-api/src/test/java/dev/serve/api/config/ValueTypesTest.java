package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    private static final ValueType<TlsMode> MODE =
            ValueTypes.oneOf(TlsMode.class, Map.of("mutual_tls", TlsMode.MUTUAL_TLS));
    private static final ValueType<List<Integer>> INTEGERS = ValueTypes.listOf(ValueTypes.INTEGER);

    @Property
    void readsTheDurationItWrote(@ForAll("durations") Duration value) {
        assertThat(read(ValueTypes.DURATION, value)).isEqualTo(value);
    }

    @Property
    void readsTheSizeItWrote(@ForAll @LongRange(min = 0, max = 1L << 49) long value) {
        assertThat(read(ValueTypes.SIZE, value)).isEqualTo(value);
    }

    @Property
    void readsTheWholeUnitsItWrote(@ForAll("units") long value) {
        assertThat(read(ValueTypes.SIZE, value)).isEqualTo(value);
    }

    @Property
    void readsTheNumberItWrote(@ForAll int value) {
        assertThat(read(ValueTypes.INTEGER, value)).isEqualTo(value);
    }

    @Property
    void readsTheTruthItWrote(@ForAll boolean value) {
        assertThat(read(ValueTypes.BOOLEAN, value)).isEqualTo(value);
    }

    @Property
    void readsTheTextItWrote(@ForAll String value) {
        assertThat(read(ValueTypes.TEXT, value)).isEqualTo(value);
    }

    @Property
    void readsTheWordItWrote(@ForAll TlsMode value) {
        assertThat(read(MODE, value)).isEqualTo(value);
    }

    @Property
    void readsTheRateItWrote(
            @ForAll @LongRange(min = 1, max = 999_999_999) long count,
            @ForAll("periods") Duration per) {
        assertThat(read(ValueTypes.RATE, new Rate(count, per))).isEqualTo(new Rate(count, per));
    }

    @Provide
    Arbitrary<Duration> periods() {
        return Arbitraries.of(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));
    }

    @Property
    void readsTheRateOfBytesItWrote(@ForAll @LongRange(min = 0, max = 1L << 49) long value) {
        assertThat(read(ValueTypes.BYTE_RATE, value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"none, 0", "240B/s, 240", "240 B/s, 240", "2KiB/s, 2048", "100, 100", "0, 0"})
    void readsRatesOfBytes(String text, long value) {
        assertThat(ValueTypes.BYTE_RATE.parse(text)).isEqualTo(value);
    }

    @Property
    void readsTheListItWrote(@ForAll List<Integer> value) {
        assertThat(read(INTEGERS, value)).isEqualTo(value);
    }

    @Property
    void refusesWithTheTextOrReadsWhatItCanWriteAgain(@ForAll("texts") String text) {
        for (ValueType<?> type :
                List.of(
                        ValueTypes.DURATION,
                        ValueTypes.SIZE,
                        ValueTypes.INTEGER,
                        ValueTypes.RATE,
                        ValueTypes.BYTE_RATE,
                        ValueTypes.CIDR,
                        MODE,
                        INTEGERS)) {
            holds(type, text);
        }
    }

    private static <T> void holds(ValueType<T> type, String text) {
        T value;
        try {
            value = type.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected: ");
            return;
        }
        assertThat(read(type, value)).isEqualTo(value);
    }

    private static <T> T read(ValueType<T> type, T value) {
        return type.parse(type.print(value));
    }

    @Provide
    Arbitrary<Duration> durations() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 1L << 40).map(Duration::ofNanos),
                Arbitraries.longs().between(0, 1L << 40).map(Duration::ofMillis),
                Arbitraries.longs().between(0, 1L << 30).map(Duration::ofSeconds),
                Arbitraries.longs().between(0, 100_000).map(Duration::ofMinutes),
                Arbitraries.longs().between(0, 100_000).map(Duration::ofDays));
    }

    @Provide
    Arbitrary<Long> units() {
        return Arbitraries.longs()
                .between(1, 4096)
                .flatMap(n -> Arbitraries.of(n, n << 10, n << 20, n << 30));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("0123456789kKMGiBsmhdPT.,- ea_").ofMaxLength(20);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "5m, PT5M",
        "2h, PT2H",
        "1d, P1D",
        "PT1M30S, PT1M30S",
        "0, PT0S"
    })
    void knowsTheUnitsOfDurations(String text, Duration expected) {
        assertThat(ValueTypes.DURATION.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"512B, 512", "64KiB, 65536", "4MiB, 4194304", "1GiB, 1073741824", "100, 100"})
    void knowsTheUnitsOfSizes(String text, long expected) {
        assertThat(ValueTypes.SIZE.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "30 seconds", "-1s", "5min", "s", "1.5s", "9999999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueTypes.DURATION.parse(text))
                .withMessage(
                        "\"" + text + "\" (expected: a duration like 500ms, 30s, 5m or PT30S)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64KB", "64k", "-1", "1.5MiB", "999999999999999GiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueTypes.SIZE.parse(text))
                .withMessage("\"" + text + "\" (expected: a size like 512B, 64KiB or 4MiB)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "1", "True", ""})
    void takesOnlyTwoWordsForTruth(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ValueTypes.BOOLEAN.parse(text));
    }

    @Test
    void readsWordsByTheirNamesAndAliases() {
        assertThat(MODE.parse("mutual-tls")).isEqualTo(TlsMode.MUTUAL_TLS);
        assertThat(MODE.parse("mutual_tls")).isEqualTo(TlsMode.MUTUAL_TLS);
        assertThat(MODE.expected()).isEqualTo("one of auto, manual, mutual-tls");
    }

    @Test
    void readsListsByCommas() {
        assertThat(INTEGERS.parse("1, 2,3")).containsExactly(1, 2, 3);
        assertThat(INTEGERS.parse(" ")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> INTEGERS.parse("1,,2"));
    }

    @Test
    void neverPrintsInlinePem() {
        assertThat(PemText.TYPE.print("-----BEGIN PRIVATE KEY-----\nMC4C\n"))
                .isEqualTo("(inline PEM)");
        assertThat(PemText.TYPE.print("run/server.key")).isEqualTo("run/server.key");
    }
}
