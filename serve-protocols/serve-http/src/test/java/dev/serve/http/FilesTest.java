package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@StopsPlainHelidon
class FilesTest {

    private static final String CHANGED = "Sat, 03 May 2025 10:00:00 GMT";
    private static final String BEFORE = "Sat, 03 May 2025 09:59:59 GMT";
    private static final String AFTER = "Sat, 03 May 2025 10:00:01 GMT";

    @TempDir Path temporary;
    Path directory;
    PlainHelidon server;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createDirectory(temporary.resolve("public"));
        write("a.txt", "0123456789");
        write("page.html", "<p>");
        write("umläut ü.txt", "ü");
        write("empty", "");
        write("sub/index.html", "index of sub");
        write("bare/x", "x");
        write(".env", "SECRET=1");
        write(".git/config", "secret");
        write(".well-known/security.txt", "Contact: us");
        Files.writeString(temporary.resolve("secret.txt"), "secret");
        Files.createDirectory(temporary.resolve("public-not"));
        Files.writeString(temporary.resolve("public-not/secret.txt"), "secret");
        server =
                PlainHelidon.with(
                        routes ->
                                routes.files("/f", directory)
                                        .any("/*", (req, res) -> res.status(404).send("later")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileIsSentWithItsTypeAndValidators() {
        HttpResponse<String> answer = server.get("/f/page.html");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("<p>");
        assertThat(header(answer, "Content-Type")).startsWith("text/html");
        assertThat(header(answer, "Content-Length")).isEqualTo("3");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "Last-Modified")).isEqualTo(CHANGED);
        assertThat(header(answer, "ETag")).matches("\"[0-9a-f.-]+\"");
    }

    @Test
    void aFileOfUnknownTypeIsBytes() {
        HttpResponse<String> answer = server.get("/f/empty");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void namesAreDecoded() {
        assertThat(server.get("/f/uml%C3%A4ut%20%C3%BC.txt").body()).isEqualTo("ü");
    }

    @Test
    void aLargeFileArrivesWhole() throws IOException {
        byte[] large = new byte[3 * 1024 * 1024 + 17];
        new Random(1).nextBytes(large);
        Files.write(directory.resolve("large.bin"), large);
        try (var connection = server.connect()) {
            connection.request("GET /f/large.bin HTTP/1.1");
            assertThat(connection.readHead())
                    .containsIgnoringCase("Content-Length: " + large.length);
            assertThat(connection.read(large.length)).isEqualTo(large);
        }
    }

    @Test
    void overHttp2TheyArriveToo() throws IOException {
        String large = "0123456789".repeat(20_000);
        write("large.txt", large);
        try (RawHttp2 http2 = RawHttp2.to(server.port())) {
            assertThat(http2.get(1, "/f/a.txt", "range", "bytes=2-4").body(1)).isEqualTo("234");
            assertThat(http2.get(3, "/f/a.txt", "if-none-match", "*").body(3)).isEmpty();
            // The client's windows hold 65,535 bytes; it gives out no more.
            assertThat(http2.get(5, "/f/large.txt", "range", "bytes=0-60000").body(5))
                    .hasSize(60_001);
        }
    }

    @Test
    void aChangedFileIsSentAnewWithAnotherTag() throws IOException {
        String before = header(server.get("/f/a.txt"), "ETag");
        write("a.txt", "changed");
        HttpResponse<String> after = server.get("/f/a.txt", "If-None-Match", before);
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).isEqualTo("changed");
        Files.delete(directory.resolve("a.txt"));
        assertThat(server.get("/f/a.txt").body()).isEqualTo("later");
    }

    @Test
    void headHasTheSameHeadersAndNoBody() {
        try (var connection = server.connect()) {
            connection.request("HEAD /f/a.txt HTTP/1.1", "Range: bytes=0-1");
            assertThat(connection.readHead())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("Content-Length: 10\r\n")
                    .containsIgnoringCase("ETag: ");
            connection.request("GET /f/a.txt HTTP/1.1");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void otherMethodsAreLeftToLaterRules(String method) {
        assertThat(server.send(method, "/f/a.txt").body()).isEqualTo("later");
    }

    @Nested
    class ADirectory {

        @Test
        void isAnsweredByItsIndex() {
            assertThat(server.get("/f/sub/").body()).isEqualTo("index of sub");
        }

        @Test
        void withoutTheSlashIsRedirectedToIt() {
            HttpResponse<String> answer = server.get("/f/sub?q=1");
            assertThat(answer.statusCode()).isEqualTo(301);
            assertThat(answer.uri().resolve(header(answer, "Location")))
                    .hasPath("/f/sub/")
                    .hasQuery("q=1");
        }

        @Test
        void isNeverRedirectedToAnotherHost() throws IOException {
            write("example.com/index.html", "x");
            try (var root = PlainHelidon.with(routes -> routes.files("/", directory));
                    var connection = root.connect()) {
                connection.request("GET //example.com HTTP/1.1");
                assertThat(connection.readHead())
                        .containsIgnoringCase("Location: ./example.com/\r\n");
            }
        }

        @Test
        void withoutAnIndexIsNotListed() {
            assertThat(server.get("/f/bare/").body()).isEqualTo("later");
            assertThat(server.get("/f/").body()).isEqualTo("later");
        }

        @Test
        void mayHaveAnotherIndex() {
            try (var other = PlainHelidon.with(routes -> routes.files("/f", directory, "a.txt"))) {
                assertThat(other.get("/f/").body()).isEqualTo("0123456789");
            }
        }

        @Test
        void isNoFileWithASlash() {
            assertThat(server.get("/f/a.txt/").body()).isEqualTo("later");
        }
    }

    @Nested
    class Outside {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/f/../secret.txt",
                    "/f/%2e%2e/secret.txt",
                    "/f/..%2fsecret.txt",
                    "/f/%2e%2e%2fsecret.txt",
                    "/f/sub/..%2f..%2fsecret.txt",
                    "/f/sub/%2e%2e/%2e%2e/secret.txt",
                    "/f/..%5csecret.txt",
                    "/f/%252e%252e/secret.txt",
                    "/f/..;/secret.txt",
                    "/f/../public-not/secret.txt",
                    "/f-not/secret.txt",
                    "/f//etc/passwd",
                    "/f/%2fetc/passwd",
                    "/f/a.txt%00.html",
                    "/f/%00",
                    "/f/.env",
                    "/f/%2eenv",
                    "/f/.git/config",
                    "/f/sub/.%2findex.html"
                })
        void nothingIsFound(String path) {
            try (var connection = server.connect()) {
                connection.request("GET " + path + " HTTP/1.1");
                String head = connection.readHead();
                assertThat(head).matches("(?s)HTTP/1.1 (400|404) .*");
            }
        }

        @Test
        void isNotReachedByALink() throws IOException {
            Files.createSymbolicLink(
                    directory.resolve("link.txt"), temporary.resolve("secret.txt"));
            Files.createSymbolicLink(directory.resolve("up"), temporary);
            Files.createSymbolicLink(directory.resolve("near"), temporary.resolve("public-not"));
            assertThat(server.get("/f/link.txt").body()).isEqualTo("later");
            assertThat(server.get("/f/up/secret.txt").body()).isEqualTo("later");
            assertThat(server.get("/f/near/secret.txt").body()).isEqualTo("later");
        }

        @Test
        void linksInsideAreFollowed() throws IOException {
            Files.createSymbolicLink(directory.resolve("link.txt"), Path.of("a.txt"));
            assertThat(server.get("/f/link.txt").body()).isEqualTo("0123456789");
        }

        @Test
        void aLinkMayBeTheDirectoryItself() throws IOException {
            Path current = temporary.resolve("current");
            Files.createSymbolicLink(current, directory);
            Path next = Files.createDirectory(temporary.resolve("next"));
            Files.writeString(next.resolve("a.txt"), "next");
            try (var linked = PlainHelidon.with(routes -> routes.files("/f", current))) {
                assertThat(linked.get("/f/a.txt").body()).isEqualTo("0123456789");
                Files.delete(current);
                Files.createSymbolicLink(current, next);
                assertThat(linked.get("/f/a.txt").body()).isEqualTo("next");
            }
        }

        @Test
        void ofDotNamesOnlyWellKnownIsServed() {
            assertThat(server.get("/f/.well-known/security.txt").body()).isEqualTo("Contact: us");
        }
    }

    @Nested
    class Ranges {

        @ParameterizedTest
        @CsvSource({
            "bytes=0-3, 0123, bytes 0-3/10",
            "bytes=4-, 456789, bytes 4-9/10",
            "bytes=-3, 789, bytes 7-9/10",
            "bytes=-99, 0123456789, bytes 0-9/10",
            "bytes=8-99, 89, bytes 8-9/10",
            "bytes=0-0, 0, bytes 0-0/10",
            "BYTES = 9-, 9, bytes 9-9/10"
        })
        void oneIsSent(String range, String body, String contentRange) {
            HttpResponse<String> answer = server.get("/f/a.txt", "Range", range);
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(header(answer, "Content-Range")).isEqualTo(contentRange);
            assertThat(header(answer, "Content-Length")).isEqualTo("" + body.length());
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=99-", "bytes=-0"})
        void beyondTheEndIs416(String range) {
            HttpResponse<String> answer = server.get("/f/a.txt", "Range", range);
            assertThat(answer.statusCode()).isEqualTo(416);
            assertThat(header(answer, "Content-Range")).isEqualTo("bytes */10");
            assertThat(answer.body()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bytes=0-1,4-5",
                    "bytes=5-2",
                    "bytes=x-",
                    "bytes=-",
                    "items=0-1",
                    "bytes=0-99999999999999999999",
                    "bytes"
                })
        void thatAreSeveralOrMalformedGetTheWholeFile(String range) {
            HttpResponse<String> answer = server.get("/f/a.txt", "Range", range);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("0123456789");
        }

        @Test
        void ofALargeFileAreStreamed() throws IOException {
            byte[] large = "0123456789".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
            Files.write(directory.resolve("large.txt"), large);
            HttpResponse<String> answer = server.get("/f/large.txt", "Range", "bytes=5-400004");
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.body()).hasSize(400_000).startsWith("56789").endsWith("01234");
        }

        @Test
        void holdOnlyWhileTheFileIsTheSame() {
            String tag = header(server.get("/f/a.txt"), "ETag");
            for (String same : new String[] {tag, CHANGED}) {
                assertThat(
                                server.get("/f/a.txt", "Range", "bytes=0-1", "If-Range", same)
                                        .statusCode())
                        .isEqualTo(206);
            }
            for (String other : new String[] {"\"other\"", "W/" + tag, BEFORE, AFTER, "junk"}) {
                assertThat(
                                server.get("/f/a.txt", "Range", "bytes=0-1", "If-Range", other)
                                        .statusCode())
                        .isEqualTo(200);
            }
        }

        @Test
        void comeAfterConditions() {
            assertThat(
                            server.get("/f/a.txt", "Range", "bytes=0-1", "If-None-Match", "*")
                                    .statusCode())
                    .isEqualTo(304);
        }
    }

    @Nested
    class Conditions {

        @Test
        void anUnchangedFileIsNotSentAgain() {
            String tag = header(server.get("/f/a.txt"), "ETag");
            for (String value :
                    new String[] {tag, "W/" + tag, "*", "\"x\", " + tag, "\"x\",W/" + tag}) {
                HttpResponse<String> answer = server.get("/f/a.txt", "If-None-Match", value);
                assertThat(answer.statusCode()).as(value).isEqualTo(304);
                assertThat(header(answer, "ETag")).isEqualTo(tag);
                assertThat(answer.body()).isEmpty();
            }
            assertThat(server.get("/f/a.txt", "If-None-Match", "\"x\"").statusCode())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "If-Modified-Since|" + CHANGED + "|304",
                    "If-Modified-Since|" + AFTER + "|304",
                    "If-Modified-Since|" + BEFORE + "|200",
                    "If-Modified-Since|not a date|200",
                    "If-Unmodified-Since|" + CHANGED + "|200",
                    "If-Unmodified-Since|" + AFTER + "|200",
                    "If-Unmodified-Since|" + BEFORE + "|412",
                    "If-Match|*|200",
                    "If-Match|\"x\"|412"
                })
        void decideBetweenTheFileAndNothing(String name, String value, int status) {
            assertThat(server.get("/f/a.txt", name, value).statusCode()).isEqualTo(status);
        }

        @Test
        void aWeakTagDoesNotMatchStrongly() {
            String tag = header(server.get("/f/a.txt"), "ETag");
            assertThat(server.get("/f/a.txt", "If-Match", tag).statusCode()).isEqualTo(200);
            assertThat(server.get("/f/a.txt", "If-Match", "W/" + tag).statusCode()).isEqualTo(412);
        }

        @Test
        void aTagWinsOverADate() {
            assertThat(
                            server.get(
                                            "/f/a.txt",
                                            "If-None-Match",
                                            "\"x\"",
                                            "If-Modified-Since",
                                            AFTER)
                                    .statusCode())
                    .isEqualTo(200);
        }

        @Test
        void keepTheConnectionUsable() {
            try (var connection = server.connect()) {
                connection
                        .request("GET /f/a.txt HTTP/1.1", "If-None-Match: *")
                        .request("GET /f/a.txt HTTP/1.1", "If-Match: \"x\"")
                        .request("GET /f/a.txt HTTP/1.1");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 304");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 412");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Nested
    class BelowAPattern {

        @Test
        void theRestOfThePathNamesTheFile() {
            try (var tenants =
                    PlainHelidon.with(routes -> routes.files("/t/{tenant}/f", directory))) {
                assertThat(tenants.get("/t/acme/f/a.txt").body()).isEqualTo("0123456789");
                assertThat(tenants.get("/t/acme/f/sub/").body()).isEqualTo("index of sub");
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2025-05-03T10:00:00.123456Z")));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }
}
