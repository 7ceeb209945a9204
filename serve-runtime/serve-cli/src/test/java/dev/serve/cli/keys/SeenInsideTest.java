package dev.serve.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.testing.LogCapture;
import dev.serve.testing.LogEntry;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys whose effect no peer sees: in the log, in a handler, in a dump of threads. */
class SeenInsideTest {

    @TempDir private Path directory;

    private static Server start(Consumer<ServerBuilder> more) {
        ServerBuilder builder =
                Server.builder()
                        .listener(
                                "web",
                                web ->
                                        web.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.filter(
                                                                        SeenInsideTest::say)));
        more.accept(builder);
        return builder.build().start();
    }

    private static void say(Exchange exchange, Filter.Chain chain) {
        exchange.reject(
                Rejection.of(
                        Rejection.Reason.FORBIDDEN, "team " + exchange.config().ext().get("team")));
    }

    @ParameterizedTest
    @CsvSource({"red, team red", "blue, team blue"})
    void extReachesFiltersAndHandlers(String team, String seen) throws Exception {
        try (Server server = start(with -> with.set("listeners.web.ext.team", team))) {
            assertThat(new Eye(server, "").get("/")).contains(seen);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 2"})
    void traceLogsWhenConnectionsOpenAndClose(String trace, int lines, LogCapture log)
            throws Exception {
        try (Server server = start(with -> with.set("listeners.web.trace", trace))) {
            new Eye(server, "").get("/");
        }
        assertThat(log.entries(Level.INFO))
                .extracting(LogEntry::toString)
                .filteredOn(
                        line -> line.contains("conn_") && line.matches("(?s).*: (opened|closed).*"))
                .hasSize(lines);
    }

    @ParameterizedTest
    @CsvSource({"20, 4", "2, 2"})
    void versionsAreKeptAsManyAsAskedFor(String versions, int kept) {
        try (Server server = start(with -> with.set("history.versions", versions))) {
            for (int seconds = 1; seconds <= 3; seconds++) {
                Duration timeout = Duration.ofSeconds(seconds);
                server.updateConfig(
                        config ->
                                config.shutdown(ShutdownConfig.builder().timeout(timeout).build()));
            }
            assertThat(server.history()).hasSize(kept);
        }
    }

    @Test
    void wireIsHowBytesAreWaitedFor() throws Exception {
        assertThat(waiting("selector")).doesNotContain("BlockingTransport.");
        assertThat(waiting("blocking")).contains("BlockingTransport.");
    }

    /** What the threads do while a connection is silent. */
    private String waiting(String wire) throws Exception {
        Path dump = directory.toAbsolutePath().resolve(wire + ".txt");
        try (Server server = start(with -> with.set("listeners.web.wire", wire));
                Socket socket = new Eye(server, "").connect()) {
            Eye.send(socket, "GET / HT");
            await().until(() -> server.pool("web").metrics().bytesIn() > 0);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(
                            dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        }
        return Files.readString(dump);
    }
}
