package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.LogCapture;
import dev.serve.testing.LogEntry;
import dev.serve.testing.RawClient;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

/** Lines of the log carry the ids of what they tell of (K-006). */
class LogIdsTest {

    @Test
    void areInEveryLineOfALife() {
        try (LogCapture logs = LogCapture.start()) {
            Server server = Greeter.start();
            try (RawClient client = RawClient.tcp(server.port("web"))) {
                client.get("/hello");
                server.reconfigure("web", config -> config.pool(pool -> pool.maxConnections(7)));
                server.stop();
            }
            assertThat(logs.entries(Level.INFO))
                    .extracting(LogEntry::message)
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(line -> assertThat(line).containsPattern("trace_[0-9a-f]{12}"))
                    .filteredOn(line -> line.contains("web"))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(
                            line ->
                                    assertThat(line)
                                            .contains("listener \"web\"")
                                            .containsPattern("http_server_[0-9a-f]{12}"));
        }
    }
}
