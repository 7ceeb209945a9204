package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.GrpcConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of gRPC as a file writes them. */
class GrpcKeysTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    private void grpc(String keys) {
        sources.yaml("listeners: { web: { port: 0, grpc: { " + keys + " } } }");
    }

    @Test
    void areReadInTheirOwnUnits() {
        grpc(
                "max-receive-message-length: 16MiB, max-send-message-length: 1KiB,"
                        + " max-concurrent-calls: 9, reflection: true, web: true, json: true,"
                        + " origins: [https://example.com], keep-alive-time: 20s,"
                        + " ping-timeout: 500ms, min-ping-interval: 7s, max-connection-idle: 1m, max-connection-age: 1h,"
                        + " age-grace: 2s");
        assertThat(Objects.requireNonNull(sources.load().config().listeners().get("web")).grpc())
                .isEqualTo(
                        new GrpcConfig(
                                16L << 20,
                                1L << 10,
                                9,
                                true,
                                true,
                                true,
                                List.of("https://example.com"),
                                Duration.ofSeconds(20),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(7),
                                Duration.ofMinutes(1),
                                Duration.ofHours(1),
                                Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max-receive-message-length | 2GiB
                    max-send-message-length    | much
                    max-concurrent-calls       | 0
                    reflection                 | maybe
                    web                        | 1
                    json                       | on
                    origins                    | example.com
                    keep-alive-time            | 1ms
                    ping-timeout               | 25h
                    min-ping-interval          | 0s
                    max-connection-idle        | idle
                    max-connection-age         | 9ms
                    age-grace                  | 0s
                    """)
    void whatIsWrongIsShownWithItsPlaceAndWhatIsExpected(String key, String value) {
        grpc(key + ": " + value);
        assertThat(sources.problems())
                .contains("listeners.web.grpc." + key + ": \"" + value + "\" (expected: ")
                .contains("serve.yaml:1:");
    }
}
