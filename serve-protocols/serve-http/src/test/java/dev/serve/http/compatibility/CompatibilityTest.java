package dev.serve.http.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.http.compatibility.FourServers.Outcome;
import dev.serve.http.compatibility.FourServers.Pair;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same requests to our engine and to Helidon's, on our listener and on Helidon's server: the
 * answers are those of stock Helidon, but for {@link AllowedDifferences}.
 */
@ExpectLog("")
@ExpectLog(value = "", level = Level.ERROR, logger = "io.helidon")
class CompatibilityTest {

    static final Map<String, String> REQUESTS = new LinkedHashMap<>();

    static {
        for (String path :
                List.of(
                        "/hello",
                        "/bytes",
                        "/part",
                        "/empty",
                        "/optional",
                        "/missing",
                        "/streamed",
                        "/streamed-length",
                        "/created",
                        "/headers",
                        "/type",
                        "/upper",
                        "/hooks",
                        "/sent",
                        "/path/one/two%20three",
                        "/path/one/t%C3%A4",
                        "/service/7",
                        "/service//7",
                        "/path/./one/../one/two",
                        "/query?a=1&a=2%203&b",
                        "/query",
                        "/added?add",
                        "/next",
                        "/moved",
                        "/rerouted",
                        "/nowhere",
                        "/request",
                        "/throws",
                        "/handled",
                        "/http",
                        "/not-found",
                        "/after-stream",
                        "/any")) {
            REQUESTS.put("GET " + path, get(path));
        }
        REQUESTS.put("long streamed answer", get("/streamed-large"));
        REQUESTS.put("204", get("/no-content"));
        REQUESTS.put("304", get("/not-modified"));
        REQUESTS.put("trailers", get("/trailers"));
        REQUESTS.put("events", get("/events", "Accept: text/event-stream"));
        REQUESTS.put("cookies", get("/cookies", "Cookie: c=3; d=4"));
        REQUESTS.put(
                "fields", get("/fields", "X-Many: 1", "x-many: 2", "Accept: text/html, */*;q=0.1"));
        REQUESTS.put("handler closes", get("/last"));
        REQUESTS.put("close asked for", get("/hello", "Connection: close"));
        REQUESTS.put("upgrade to nothing", get("/hello", "Connection: Upgrade", "Upgrade: x"));
        REQUESTS.put("HEAD of any", head("/any"));
        REQUESTS.put("HEAD of GET", head("/hello"));
        REQUESTS.put("another method", "DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        for (String path :
                List.of(
                        "/as-text",
                        "/as-bytes",
                        "/as-stream",
                        "/through",
                        "/unread",
                        "/filtered",
                        "/twice",
                        "/has-entity",
                        "/any")) {
            REQUESTS.put("POST " + path, post(path, "some text"));
            REQUESTS.put(
                    "POST in chunks " + path,
                    chunked(path, "4\r\nsome\r\n5\r\n text\r\n0\r\n\r\n"));
            if (!path.equals("/as-text")) {
                REQUESTS.put("POST nothing " + path, post(path, ""));
            }
        }
        for (String coding : List.of("gzip", "deflate", "identity", "*", "br, gzip;q=0.5")) {
            REQUESTS.put("accepts " + coding, get("/hello", "Accept-Encoding: " + coding));
            REQUESTS.put(
                    "streamed, accepts " + coding, get("/streamed", "Accept-Encoding: " + coding));
        }
        REQUESTS.put("nothing, accepts gzip", get("/empty", "Accept-Encoding: gzip"));
        REQUESTS.put(
                "events, accept gzip",
                get("/events", "Accept: text/event-stream", "Accept-Encoding: gzip"));
        for (String coding : List.of("gzip", "deflate")) {
            REQUESTS.put("body in " + coding, coded(coding, "some text"));
        }
        REQUESTS.put(
                "body in two codings", post("/as-text", "x", "Content-Encoding: gzip, deflate"));
        REQUESTS.put(
                "body that is no gzip",
                post("/as-text", "no gzip at all", "Content-Encoding: gzip"));
        REQUESTS.put("JSON", get("/json"));
        REQUESTS.put(
                "JSON in", post("/json", "{\"a\":[1,2,\"b\"]}", "Content-Type: application/json"));
        REQUESTS.put("broken JSON in", post("/json", "{\"a\":", "Content-Type: application/json"));
        REQUESTS.put("POST large", post("/as-bytes", "x".repeat(200_000)));
        REQUESTS.put("broken chunk", chunked("/as-bytes", "g\r\nabc\r\n0\r\n\r\n"));
        REQUESTS.put(
                "repeated length",
                "POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na");
        REQUESTS.put("no host", "GET /hello HTTP/1.1\r\n\r\n");
        REQUESTS.put("malformed target", get("/%zz"));
        REQUESTS.put("header too large", get("/hello", "X: " + "y".repeat(17_000)));
        REQUESTS.put(
                "body cannot be decoded",
                "POST /as-text HTTP/1.1\r\nHost: a\r\nContent-Encoding: x\r\nContent-Length: 1\r\n\r\na");
        REQUESTS.put("expectation not met", get("/hello", "Expect: x"));
    }

    private static FourServers servers;

    @BeforeAll
    static void start() {
        TestCodings.on(true);
        try {
            servers = new FourServers();
        } finally {
            TestCodings.on(false);
        }
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private static String get(String path, String... fields) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private static String head(String path) {
        return "HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String post(String path, String body, String... fields) {
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: a\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    private static String coded(String coding, String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                coding.equals("gzip")
                        ? new GZIPOutputStream(bytes)
                        : new DeflaterOutputStream(bytes)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return post(
                "/as-text",
                bytes.toString(StandardCharsets.ISO_8859_1),
                "Content-Encoding: " + coding);
    }

    private static String chunked(String path, String chunks) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks;
    }

    static Stream<Arguments> requests() {
        return REQUESTS.keySet().stream()
                .flatMap(
                        name ->
                                Stream.of(Pair.values())
                                        .filter(pair -> pair != Pair.HELIDON_ON_HELIDON)
                                        .map(pair -> Arguments.of(name, pair)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("requests")
    void isAnsweredAsByHelidon(String name, Pair pair) {
        String request = REQUESTS.get(name);
        Outcome outcome = servers.send(pair, request);
        var allowed = AllowedDifferences.of(name, pair);
        if (allowed.isPresent()) {
            assertThat(outcome)
                    .as(allowed.get().section())
                    .matches(allowed.get().ours(), "as the section says");
        } else {
            assertThat(text(outcome))
                    .isEqualTo(text(servers.send(Pair.HELIDON_ON_HELIDON, request)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenSentRunsOnceAfterTheAnswer(Pair pair) {
        HandlersOfEveryKind.SENT.set(0);
        servers.send(pair, get("/sent"));
        assertThat(HandlersOfEveryKind.SENT).hasValue(1);
    }

    @Test
    void everyAllowedDifferenceIsOfARequestThatIsSent() {
        assertThat(AllowedDifferences.all())
                .extracting(AllowedDifferences.Difference::request)
                .allMatch(REQUESTS::containsKey);
    }

    /** What is compared; that a connection stays is no news in HTTP/1.1 (RFC 9112 section 9.3). */
    private static String text(Outcome outcome) {
        RawAnswer answer = outcome.answer();
        // In which words a connection is refused is each server's own business.
        boolean refused = answer.status() >= 400 && !outcome.goesOn();
        StringBuilder text = new StringBuilder().append(answer.status()).append('\n');
        answer.head()
                .lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> !line.regionMatches(true, 0, "date:", 0, 5))
                .filter(line -> !line.equalsIgnoreCase("connection: keep-alive"))
                .filter(line -> !refused || !line.toLowerCase(Locale.ROOT).startsWith("content-"))
                .map(CompatibilityTest::lowerName)
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        String body = refused ? "(why)" : answer.body();
        return text.append(body).append('\n').append(outcome.goesOn()).toString();
    }

    private static String lowerName(String line) {
        int colon = line.indexOf(':');
        return line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
    }
}
