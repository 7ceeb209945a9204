package dev.serve.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Profile;
import dev.serve.api.config.TlsConfig;
import dev.serve.testing.DevCertificates;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample's own configuration, on free ports, with its development certificates. */
class EchoApplicationTest {

    @TempDir static Path directory;

    private static Server server;
    private static HttpClient plain;
    private static HttpClient trusting;
    private static HttpClient asClient;

    @BeforeAll
    static void start() {
        server =
                Server.builder()
                        .config(
                                new ConfigInput(
                                        Path.of("serve.yaml"),
                                        Profile.TESTING,
                                        Map.of(
                                                "listeners.unix.path",
                                                directory.resolve("echo.sock").toString()),
                                        false))
                        .build()
                        .start();
        DevCertificates certificates = DevCertificates.createIn(EchoApplication.CERTIFICATES);
        plain = HttpClient.newHttpClient();
        trusting = client(certificates.trusting());
        asClient = client(certificates.trustingAsClient());
    }

    @AfterAll
    static void stop() {
        plain.close();
        trusting.close();
        asClient.close();
        server.close();
    }

    /** How a request gets there. */
    enum Way {
        HTTP_1("web", Version.HTTP_1_1),
        H2C("web", Version.HTTP_2),
        HTTP_1_OVER_TLS("tls", Version.HTTP_1_1),
        HTTP_2_OVER_TLS("tls", Version.HTTP_2);

        private final String listener;
        private final Version version;

        Way(String listener, Version version) {
            this.listener = listener;
            this.version = version;
        }

        HttpRequest.Builder request(String target) {
            String scheme = listener.equals("web") ? "http" : "https";
            return HttpRequest.newBuilder(
                            URI.create(scheme + "://127.0.0.1:" + server.port(listener) + target))
                    .version(version);
        }

        HttpResponse<byte[]> send(HttpRequest.Builder request)
                throws IOException, InterruptedException {
            HttpResponse<byte[]> response =
                    (listener.equals("web") ? plain : trusting)
                            .send(request.build(), BodyHandlers.ofByteArray());
            assertThat(response.version()).isEqualTo(version);
            return response;
        }

        String text(String target) throws IOException, InterruptedException {
            return EchoApplicationTest.text(send(request(target)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysHelloWithoutANewline(Way way) throws Exception {
        HttpResponse<byte[]> response = way.send(way.request("/hello"));

        assertThat(text(response)).isEqualTo("hello");
        assertThat(type(response)).startsWith("text/plain");
    }

    @ParameterizedTest
    @EnumSource
    void echoesBodiesOfEverySizeAndTheirType(Way way) throws Exception {
        int held = HttpRoutes.HELD_BYTES;
        for (int size : List.of(0, 1, held, held + 1, 1 << 20)) {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);

            HttpResponse<byte[]> response =
                    way.send(
                            way.request("/echo")
                                    .header("Content-Type", "application/x-mine")
                                    .POST(BodyPublishers.ofByteArray(body)));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).as("%d bytes", size).isEqualTo(body);
            assertThat(type(response)).isEqualTo("application/x-mine");
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsAsManyBytesAsAreAskedFor(Way way) throws Exception {
        HttpResponse<byte[]> response = way.send(way.request("/big/1000001"));

        assertThat(response.body()).hasSize(1_000_001);
        assertThat(response.headers().firstValue("content-length")).contains("1000001");
        assertThat(way.text("/big/0")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void streamsChunks(Way way) throws Exception {
        assertThat(way.text("/stream?n=3&ms=1")).isEqualTo("chunk 1\nchunk 2\nchunk 3\n");
        assertThat(way.text("/stream?n=0")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatTheHandlerWasGiven(Way way) throws Exception {
        assertThat(text(way.send(way.request("/headers?a=b%20c&d").header("X-Name", "value"))))
                .startsWith("GET /headers?a=b%20c&d ")
                .containsIgnoringCase("\nx-name: value\n");
    }

    @ParameterizedTest
    @EnumSource
    void countsEventsFromOne(Way way) throws Exception {
        assertThat(events(way.send(way.request("/events?n=2"))))
                .containsExactly(
                        "retry:3000", "", "id:1", "data:event1", "", "id:2", "data:event2", "");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnBehindTheLastEventThatTheClientSaw(Way way) throws Exception {
        assertThat(events(way.send(way.request("/events?n=2").header("Last-Event-ID", "41"))))
                .containsExactly(
                        "retry:3000", "", "id:42", "data:event42", "", "id:43", "data:event43", "");
    }

    @Test
    void takesItsTime() throws Exception {
        assertThat(Way.HTTP_1.text("/slow?ms=1")).isEqualTo("slow");
    }

    @Test
    void answersCallsOfGrpcJava() throws Exception {
        ManagedChannel channel =
                Grpc.newChannelBuilder(
                                "dns:///127.0.0.1:" + server.port("rpc"),
                                InsecureChannelCredentials.create())
                        .build();
        try {
            SimpleRequest request = SimpleRequest.newBuilder().setResponseSize(1_000).build();
            assertThat(
                            TestServiceGrpc.newBlockingStub(channel)
                                    .unaryCall(request)
                                    .getPayload()
                                    .getBody()
                                    .size())
                    .isEqualTo(1_000);
        } finally {
            assertThat(channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void showsAPage() throws Exception {
        HttpResponse<byte[]> page = Way.HTTP_1.send(Way.HTTP_1.request("/"));

        assertThat(type(page)).isEqualTo("text/html; charset=UTF-8");
        assertThat(text(page))
                .contains("<title>Serve", "listener <code>web</code>", "href=\"/events?n=20\"")
                .contains("curl http://127.0.0.1:" + server.port("web") + "/hello")
                .doesNotContain("{{");
        assertThat(Way.HTTP_2_OVER_TLS.text("/")).contains("--cacert run/certs/ca.crt https://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    /slow?ms=abc    | ms: "abc" (expected: a whole number from 0 to 60000)
                    /slow?ms=60001  | ms: "60001" (expected: a whole number from 0 to 60000)
                    /big/67108865   | n: "67108865" (expected: a whole number from 0 to 67108864)
                    /big/-1         | n: "-1" (expected: a whole number from 0 to 67108864)
                    /big/many       | n: "many" (expected: a whole number from 0 to 67108864)
                    /stream?n=&ms=1 | n: "" (expected: a whole number from 0 to 100000)
                    /events?n=1.5   | n: "1.5" (expected: a whole number from 0 to 2147483647)
                    """)
    void namesTheParameterThatDoesNotFit(String target, String message) throws Exception {
        HttpResponse<byte[]> response = Way.HTTP_1.send(Way.HTTP_1.request(target));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).isEqualTo(message + "\n");
    }

    @Nested
    class ClientCertificates {

        @ParameterizedTest
        @ValueSource(strings = {"tls-required", "tls-requested"})
        void giveTheHandlerTheirSubject(String listener) throws Exception {
            assertThat(whoami(asClient, listener)).isEqualTo("CN=serve-client\n");
        }

        @Test
        void areOptionalWhereTheyAreOnlyRequested() throws Exception {
            assertThat(whoami(trusting, "tls-requested")).isEqualTo("anonymous\n");
        }

        @Test
        void areRequiredWhereTheConfigurationSaysSo() {
            assertThatThrownBy(() -> whoami(trusting, "tls-required"))
                    .isInstanceOf(IOException.class);
        }

        private static String whoami(HttpClient client, String listener) throws Exception {
            URI uri = URI.create("https://127.0.0.1:" + server.port(listener) + "/whoami");
            return text(
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()));
        }
    }

    @Test
    void answersOnAUnixSocketForItsOwnerAndGroup() throws Exception {
        Path socket = directory.resolve("echo.sock");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(
                    ByteBuffer.wrap(
                            "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII)));
            assertThat(Channels.newInputStream(channel).readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\nhello");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");
    }

    @Test
    void makesCertificatesOnlyForAListenerThatNamesThem() {
        assertThat(EchoApplication.namesOurs(tls("run/certs/server.key"))).isTrue();
        assertThat(EchoApplication.namesOurs(tls("./run/x/../certs/server.key"))).isTrue();
        assertThat(EchoApplication.namesOurs(tls("/etc/ssl/server.key"))).isFalse();
        assertThat(EchoApplication.namesOurs(tls("-----BEGIN PRIVATE KEY-----"))).isFalse();
    }

    private static TlsConfig tls(String key) {
        return TlsConfig.builder().key(key).cert("/etc/ssl/server.crt").build();
    }

    private static List<String> events(HttpResponse<byte[]> response) {
        assertThat(type(response)).startsWith("text/event-stream");
        return text(response).replace(" ", "").lines().toList();
    }

    private static String type(HttpResponse<byte[]> response) {
        return response.headers().firstValue("content-type").orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Nested
    class WebSockets {

        @Test
        void echo() throws Exception {
            WebSocketTexts texts = new WebSocketTexts();
            WebSocket socket = texts.connect(plain, "ws", "web", "/ws/echo");
            socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
            assertThat(texts.next()).isEqualTo("hello");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
            assertThat(texts.next()).isEqualTo("closed 1000");
        }

        @Test
        void reachEverybodyInTheRoom() throws Exception {
            WebSocketTexts one = new WebSocketTexts();
            WebSocketTexts two = new WebSocketTexts();
            WebSocket first = one.connect(trusting, "wss", "tls", "/ws/room");
            WebSocket second = two.connect(trusting, "wss", "tls", "/ws/room");
            second.sendText("to all", true).get(10, TimeUnit.SECONDS);
            assertThat(one.next()).isEqualTo("to all");
            assertThat(two.next()).isEqualTo("to all");
            first.abort();
            second.abort();
        }
    }

    /** What one client receives. */
    private static final class WebSocketTexts implements WebSocket.Listener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        WebSocket connect(HttpClient client, String scheme, String listener, String path)
                throws Exception {
            return client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create(scheme + "://localhost:" + server.port(listener) + path),
                            this)
                    .get(10, TimeUnit.SECONDS);
        }

        String next() throws InterruptedException {
            String text = received.poll(10, TimeUnit.SECONDS);
            assertThat(text).as("a message within ten seconds").isNotNull();
            return text;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            received.add(text.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.add("closed " + code);
            return CompletableFuture.completedStage(null);
        }
    }
}
