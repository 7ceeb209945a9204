package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.ExpectLog;
import io.helidon.webserver.staticcontent.FileSystemHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why our files rule does not use Helidon's static content 4.4.0. When one of these fails, that
 * reason is gone.
 */
@StopsPlainHelidon
class HelidonFilesFactsTest {

    @TempDir Path temporary;
    private Path directory;
    private PlainHelidon server;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createDirectory(temporary.resolve("public"));
        Path file = Files.writeString(directory.resolve("a.txt"), "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-05-03T10:00:00.5Z")));
        server =
                PlainHelidon.of(
                        it ->
                                it.routing(
                                        rules ->
                                                rules.register(
                                                        "/f",
                                                        StaticContentFeature.createService(
                                                                FileSystemHandlerConfig.create(
                                                                        directory)))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLinkLeadsOutOfTheDirectory() throws IOException {
        Files.writeString(temporary.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(directory.resolve("link.txt"), temporary.resolve("secret.txt"));
        assertThat(server.get("/f/link.txt").body()).isEqualTo("secret");
    }

    @Test
    void aFileWithFractionsOfASecondIsAlwaysSentAgain() {
        String modified =
                server.get("/f/a.txt").headers().firstValue("Last-Modified").orElseThrow();
        assertThat(modified).isEqualTo("Sat, 3 May 2025 10:00:00 GMT");
        assertThat(server.get("/f/a.txt", "If-Modified-Since", modified).statusCode())
                .isEqualTo(200);
    }

    @Test
    void ifRangeIsIgnored() {
        assertThat(
                        server.get("/f/a.txt", "Range", "bytes=0-1", "If-Range", "\"other\"")
                                .statusCode())
                .isEqualTo(206);
    }

    @Test
    @ExpectLog(value = "", logger = "io.helidon")
    void aRangeThatEndsBeyondTheFileIsPromisedAndNotSent() {
        try (var connection = server.connect()) {
            connection.request("GET /f/a.txt HTTP/1.1", "Range: bytes=8-99");
            assertThat(connection.readToEnd())
                    .contains("Content-Length: 92")
                    .endsWith("\r\n\r\n89");
        }
    }

    @Test
    void theAnswer416TellsTheSizeInAFormOfItsOwn() {
        assertThat(
                        server.get("/f/a.txt", "Range", "bytes=10-")
                                .headers()
                                .firstValue("Content-Range"))
                .contains("*/10");
    }
}
