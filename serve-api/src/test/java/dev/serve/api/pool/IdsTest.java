package dev.serve.api.pool;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void areAPrefixAndTwelveDigits() {
        assertThat(Ids.server("http")).matches("http_server_[0-9a-f]{12}");
        assertThat(Ids.trace()).matches("trace_[0-9a-f]{12}").isNotEqualTo(Ids.trace());
        assertThat(Ids.connection(42)).isEqualTo("conn_00000000002a");
        assertThat(Ids.request(42, 3)).isEqualTo("req_0000002a0003");
    }

    @Property
    void ofConnectionsAreReadBack(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long number) {
        assertThat(Ids.connectionNumber(Ids.connection(number))).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "conn_",
                "conn_2a",
                "conn_00000000002g",
                "conn_-0000000002a",
                "trace_0000000002a",
                "conn_00000000002a0"
            })
    void ofConnectionsAreNothingElse(String text) {
        assertThat(Ids.connectionNumber(text)).isEmpty();
    }
}
