package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.OverLimit;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.Rate;
import dev.serve.api.config.WaitPriority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of a pool as a file writes them. */
class PoolKeysTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    private PoolConfig pool(String keys) {
        sources.yaml("listeners: { web: { port: 0, pool: { " + keys + " } } }");
        return Objects.requireNonNull(sources.load().config().listeners().get("web")).pool();
    }

    @Test
    void areReadInTheirOwnUnits() {
        PoolConfig pool =
                pool(
                        "accept-rate: 6000/m, min-body-rate: 1KiB/s, over-limit: 503, max-age: 1h,"
                                + " max-requests: 9, max-connections-per-peer: 3");
        assertThat(pool.acceptRate()).isEqualTo(new Rate(6_000, Duration.ofMinutes(1)));
        assertThat(pool.minBodyRate()).isEqualTo(1_024);
        assertThat(pool.overLimit()).isEqualTo(OverLimit.ANSWER);
        assertThat(pool.maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(pool.maxRequests()).isEqualTo(9);
        assertThat(pool.maxConnectionsPerPeer()).isEqualTo(3);
    }

    @Test
    void noneIsNoLimit() {
        sources.set("listeners.web.pool.max-connections-per-peer", "none")
                .set("listeners.web.pool.min-body-rate", "none");
        PoolConfig pool = pool("max-connections-per-peer: 3, min-body-rate: 5B/s");
        assertThat(pool.maxConnectionsPerPeer()).isNull();
        assertThat(pool.minBodyRate()).isZero();
    }

    @Test
    void prioritiesGoByBlocksOfAddresses() {
        sources.set("listeners.web.pool.wait-priority.10.0.0.0/8", "low");
        assertThat(
                        pool("wait-priority: { 10.0.0.0/8: high, \"2001:db8::/32\": high }")
                                .waitPriority())
                .isEqualTo(
                        Map.of(
                                Cidr.parse("10.0.0.0/8"),
                                WaitPriority.LOW,
                                Cidr.parse("2001:db8::/32"),
                                WaitPriority.HIGH));
        assertThat(ConfigDump.lines(sources.load()))
                .anyMatch(line -> line.matches(".*10\\.0\\.0\\.0/8 = low +# --set"))
                .anyMatch(line -> line.matches(".*2001:db8:.* = high +# .*serve.yaml:1:.*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    accept-rate: 100       | accept-rate: "100" (expected: a rate like 100/s or 6000/m
                    min-body-rate: slow    | min-body-rate: "slow" (expected: a rate like 240B/s or 1KiB/s, or none
                    over-limit: 429        | over-limit: "429" (expected: one of close, 503)
                    wait-priority: { 10.0.0.1/8: high } | wait-priority: "10.0.0.1/8" (expected: a block of addresses
                    wait-priority: { 10.0.0.0/8: top }  | wait-priority.10.0.0.0/8: "top" (expected: text that is high, normal or low)
                    """)
    void whatIsWrongIsShownWithWhatIsExpected(String keys, String problem) {
        sources.yaml("listeners: { web: { port: 0, pool: { " + keys + " } } }");
        assertThat(sources.problems()).contains("listeners.web.pool." + problem);
    }
}
