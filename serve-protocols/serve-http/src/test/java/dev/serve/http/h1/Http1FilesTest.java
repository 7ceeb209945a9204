package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go from the file system to the wire; ranges and conditions hold there too. */
class Http1FilesTest {

    private static final int SIZE = 300_000;

    private static String content() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < SIZE; i++) {
            text.append(i).append(' ');
        }
        return text.substring(0, SIZE);
    }

    @Test
    void largeFilesRangesAndConditions(@TempDir Path directory) throws IOException {
        String content = content();
        Files.writeString(directory.resolve("large.txt"), content, StandardCharsets.US_ASCII);
        try (OurServer server = OurServer.with(routes -> routes.files("/files", directory));
                RawClient client = server.connect()) {
            RawAnswer whole = client.get("/files/large.txt");
            assertThat(whole.body()).isEqualTo(content);
            assertThat(whole.header("Content-Length")).contains(Integer.toString(SIZE));

            client.send(
                    "GET /files/large.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=1000-200999\r\n\r\n");
            RawAnswer part = client.readAnswer();
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(content.substring(1_000, 201_000));

            client.send("HEAD /files/large.txt HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswerToHead().header("Content-Length"))
                    .contains(Integer.toString(SIZE));

            client.send(
                    "GET /files/large.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: "
                            + whole.header("ETag").orElseThrow()
                            + "\r\n\r\n");
            assertThat(client.readAnswer().status()).isEqualTo(304);
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }
}
