package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.ConfigInput;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new process takes its file as it is, or goes on with the last version that was in force. */
class ResumeTest {

    @TempDir private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file =
                Files.writeString(
                        directory.resolve("serve.yaml"),
                        """
                        listeners:
                          web:
                            port: 0
                            routes:
                              - { path: /, respond: { body: from the file } }
                        history: { path: %s }
                        """
                                .formatted(history()));
    }

    private Path history() {
        return directory.resolve("history");
    }

    private Server started(boolean resume) {
        return builder().resume(resume).build().start();
    }

    private ServerBuilder builder() {
        return Server.builder().config(new ConfigInput(file, null, Map.of(), false));
    }

    private void runAndLimit(int maxConnections) {
        try (Server server = started(false)) {
            assertThat(
                            server.updateConfig(
                                            config ->
                                                    config.listener(
                                                            "web",
                                                            web ->
                                                                    web.pool(
                                                                            pool ->
                                                                                    pool
                                                                                            .maxConnections(
                                                                                                    maxConnections))))
                                    .isInForce())
                    .isTrue();
        }
    }

    private static int limit(Server server) {
        return server.config().listeners().get("web").pool().maxConnections();
    }

    @Test
    void theFileCountsUnlessAskedOtherwise() {
        runAndLimit(7);
        try (Server server = started(false)) {
            assertThat(limit(server)).isEqualTo(1_000);
        }
    }

    @Test
    void theLastVersionInForceIsTakenWhenAskedFor() {
        runAndLimit(7);
        try (Server server = started(true);
                RawClient client = RawClient.tcp(server.port("web"))) {
            assertThat(limit(server)).isEqualTo(7);
            assertThat(client.get("/").body()).isEqualTo("from the file");
            assertThat(server.version()).as("numbers go on").isEqualTo(3);
        }
    }

    @Test
    @ExpectLog("version-2.yaml: torn, and skipped")
    void aTornVersionIsNamedAndTheOneBeforeIsTaken() throws IOException {
        runAndLimit(7);
        Path last = history().resolve("version-2.yaml");
        Files.writeString(last, Files.readString(last).substring(0, 300));
        try (Server server = started(true)) {
            assertThat(limit(server)).isEqualTo(1_000);
        }
    }

    @Test
    void withoutAHistoryTheFileIsTaken() {
        try (Server server = started(true)) {
            assertThat(limit(server)).isEqualTo(1_000);
        }
    }

    @Test
    void thereIsNothingToResumeFromWithoutAPath() {
        assertThatThrownBy(
                        () ->
                                Server.builder()
                                        .listener("web", web -> web.port(0))
                                        .resume(true)
                                        .build())
                .hasMessageContaining("history.path: none (expected: the directory");
    }
}
