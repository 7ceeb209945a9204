package dev.serve.http.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.http.HttpEngines;
import dev.serve.http.compatibility.FourServers.Pair;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.ExpectLog;
import io.helidon.webserver.WebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The requests of {@link CompatibilityTest} over HTTP/2, as far as they can be said in it: the
 * answers are those of stock Helidon over HTTP/1.1, and where ours differ from these, those of our
 * own engine of HTTP/1.1.
 */
@ExpectLog("")
@ExpectLog(value = "", level = Level.ERROR, logger = "io.helidon")
class Http2CompatibilityTest {

    /** What is asked, over what. */
    enum Carrier {
        /** The reference. */
        STOCK(false),
        OURS_HTTP1(false),
        H2C(true),
        H2(true),
        H2C_ON_PLAIN_HELIDON(true);

        private final boolean http2;

        Carrier(boolean http2) {
            this.http2 = http2;
        }
    }

    /** They are about bytes or fields that HTTP/2 does not have, or that the client keeps. */
    private static final Set<String> OF_HTTP1 =
            Set.of(
                    "broken chunk",
                    "repeated length",
                    "no host",
                    "malformed target",
                    "upgrade to nothing",
                    "close asked for",
                    "expectation not met",
                    // It tells the version and the address.
                    "GET /request",
                    // The client fails on those of HTTP/1.1; Http2EngineTest.sendsTrailers has
                    // them.
                    "trailers");

    /** Fields of connections, and what differs from answer to answer. */
    private static final Set<String> LEFT_OUT =
            Set.of("date", "connection", "transfer-encoding", "keep-alive", ":status");

    @TempDir private static Path directory;

    private static final Map<Carrier, URI> SERVERS = new EnumMap<>(Carrier.class);
    private static final Map<Carrier, HttpClient> CLIENTS = new EnumMap<>(Carrier.class);
    private static WebServer stock;
    private static WebServer plain;
    private static Server ours;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        DevCertificates certificates = DevCertificates.createIn(directory);
        TestCodings.on(true);
        stock = FourServers.helidon(server -> {});
        plain =
                FourServers.helidon(
                        server ->
                                server.protocolsDiscoverServices(false)
                                        .addConnectionSelector(HttpEngines.http2())
                                        .addConnectionSelector(
                                                HttpEngines.http1(HttpEngines.http2Upgrade())));
        ours =
                Server.builder()
                        .listener(
                                "web",
                                listener -> listener.port(0).routing(HandlersOfEveryKind::onOurs))
                        .listener(
                                "tls",
                                listener ->
                                        listener.port(0)
                                                .tls(
                                                        tls ->
                                                                tls.key(key(certificates))
                                                                        .cert(cert(certificates)))
                                                .routing(HandlersOfEveryKind::onOurs))
                        .build()
                        .start();
        SERVERS.put(Carrier.STOCK, URI.create("http://127.0.0.1:" + stock.port()));
        SERVERS.put(Carrier.OURS_HTTP1, URI.create("http://127.0.0.1:" + ours.port("web")));
        SERVERS.put(Carrier.H2C, URI.create("http://127.0.0.1:" + ours.port("web")));
        SERVERS.put(Carrier.H2, URI.create("https://localhost:" + ours.port("tls")));
        SERVERS.put(Carrier.H2C_ON_PLAIN_HELIDON, URI.create("http://127.0.0.1:" + plain.port()));
        for (Carrier carrier : Carrier.values()) {
            HttpClient client =
                    HttpClient.newBuilder()
                            .sslContext(certificates.trusting())
                            .version(
                                    carrier.http2
                                            ? HttpClient.Version.HTTP_2
                                            : HttpClient.Version.HTTP_1_1)
                            .build();
            CLIENTS.put(carrier, client);
            // An upgrade has no body; what follows finds its connection there.
            client.send(request(carrier, "GET /hello HTTP/1.1\r\n\r\n"), text());
        }
    }

    private static String key(DevCertificates certificates) {
        return certificates.file("server.key").toString();
    }

    private static String cert(DevCertificates certificates) {
        return certificates.file("server.crt").toString();
    }

    @AfterAll
    static void stop() {
        TestCodings.on(false);
        CLIENTS.values().forEach(HttpClient::shutdownNow);
        stock.stop();
        plain.stop();
        ours.close();
    }

    static Stream<Arguments> requests() {
        return CompatibilityTest.REQUESTS.keySet().stream()
                .filter(name -> !OF_HTTP1.contains(name))
                .flatMap(
                        name ->
                                Stream.of(Carrier.values())
                                        .filter(carrier -> carrier.http2)
                                        // Ours over HTTP/1.1 is on our listener.
                                        .filter(
                                                carrier ->
                                                        carrier != Carrier.H2C_ON_PLAIN_HELIDON
                                                                || !differs(name))
                                        .map(carrier -> Arguments.of(name, carrier)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("requests")
    void isAnsweredAsOverHttp11(String name, Carrier carrier) throws Exception {
        String request = CompatibilityTest.REQUESTS.get(name);
        assertThat(answer(carrier, request))
                .isEqualTo(answer(differs(name) ? Carrier.OURS_HTTP1 : Carrier.STOCK, request));
    }

    private static boolean differs(String name) {
        return AllowedDifferences.of(name, Pair.OURS_ON_OURS).isPresent()
                || AllowedDifferences.of(name, Pair.OURS_ON_HELIDON).isPresent();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1);
    }

    private static HttpRequest request(Carrier carrier, String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = text.substring(0, end).lines().toList();
        String[] first = lines.getFirst().split(" ", -1);
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(SERVERS.get(carrier) + first[1]))
                        .timeout(Duration.ofSeconds(10));
        boolean chunked = false;
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            chunked |= name.equals("transfer-encoding");
            if (!Set.of("host", "content-length", "transfer-encoding").contains(name)) {
                builder.header(name, line.substring(colon + 1).strip());
            }
        }
        String body = text.substring(end + 4);
        return builder.method(first[0], publisher(body, chunked)).build();
    }

    /** A body in chunks is one without a length. */
    private static HttpRequest.BodyPublisher publisher(String body, boolean chunked) {
        if (!chunked) {
            return body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body);
        }
        byte[] content = "some text".getBytes(StandardCharsets.US_ASCII);
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content));
    }

    private static String answer(Carrier carrier, String request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENTS.get(carrier).send(request(carrier, request), text());
        assertThat(answer.version() == HttpClient.Version.HTTP_2).isEqualTo(carrier.http2);
        Map<String, Object> fields = new TreeMap<>();
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (!LEFT_OUT.contains(lower)) {
                                fields.put(lower, values.stream().sorted().toList());
                            }
                        });
        return answer.statusCode() + "\n" + fields + "\n" + answer.body();
    }
}
