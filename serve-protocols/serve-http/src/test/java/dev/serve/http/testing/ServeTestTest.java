package dev.serve.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.event.ServerState;
import dev.serve.api.routing.Routes;
import dev.serve.api.sse.EventStream;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.EventClient;
import dev.serve.testing.Listener;
import dev.serve.testing.Port;
import dev.serve.testing.RawClient;
import dev.serve.testing.ReceivedEvent;
import dev.serve.testing.ServeTest;
import dev.serve.testing.SetUpServer;
import dev.serve.testing.TestHttpClient;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The annotation of the test kit, on a server with a listener of every kind. */
@ServeTest
class ServeTestTest {

    private static final AtomicInteger SERVERS = new AtomicInteger();
    private static Path directory;
    private static Server injectedBeforeAll;

    @SetUpServer
    static void server(ServerBuilder server) throws IOException {
        SERVERS.incrementAndGet();
        directory = Files.createTempDirectory("serve");
        DevCertificates certificates = DevCertificates.createIn(directory);
        String key = certificates.file("server.key").toString();
        String cert = certificates.file("server.crt").toString();
        server.listener(
                "web",
                web ->
                        web.host("0.0.0.0")
                                .port(8080)
                                .protocols("http", "sse")
                                .routing(saying("hello"))
                                .routing(routes -> routes.sse("/events", ServeTestTest::count)));
        server.listener(
                "tls",
                tls ->
                        tls.port(8443)
                                .tls(keys -> keys.key(key).cert(cert))
                                .routing(saying("secret hello")));
        server.listener(
                "unix",
                unix ->
                        unix.path(directory.resolve("s").toString())
                                .routing(saying("local hello")));
    }

    private static Consumer<Routes> saying(String text) {
        return routes -> routes.get("/hello", (req, res) -> res.send(text));
    }

    private static void count(ServerRequest request, EventStream events) {
        events.send("one");
        events.send("two");
    }

    @BeforeAll
    static void givenTo(Server server) {
        injectedBeforeAll = server;
    }

    @AfterAll
    static void delete() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void oneServerRunsForAllTests(Server server) {
        assertThat(server).isSameAs(injectedBeforeAll);
        assertThat(server.state()).isEqualTo(ServerState.RUNNING);
        assertThat(SERVERS).hasValue(1);
    }

    @Test
    void listenersMoveToFreePortsOnLoopback(
            Server server, @Port("web") int port, @Listener("web") InetSocketAddress address) {
        assertThat(port).isEqualTo(server.port("web")).isNotEqualTo(8080).isPositive();
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        assertThat(server.listeners().getFirst().address()).isEqualTo("127.0.0.1:" + port);
        assertThat(server.config().listeners().get("web").host()).isEqualTo("127.0.0.1");
    }

    @Test
    void aClientAsksOverHttp1AndHttp2(@Listener("web") TestHttpClient http) {
        assertThat(http.get("/hello").body()).isEqualTo("hello");
        assertThat(http.get("/hello").version()).isEqualTo(Version.HTTP_1_1);
        assertThat(http.http2().get("/hello").version()).isEqualTo(Version.HTTP_2);
    }

    @Test
    void aClientOfATlsListenerTrustsItsCertificate(
            @Listener("tls") TestHttpClient http, @Listener("tls") URI uri) {
        assertThat(uri).hasScheme("https");
        assertThat(http.get("/hello").body()).isEqualTo("secret hello");
        assertThat(http.http2().get("/hello").version()).isEqualTo(Version.HTTP_2);
    }

    @Test
    void rawClientsSpeakPlainlyOverTlsAndToUnixSockets(
            @Listener("web") RawClient plain,
            @Listener("tls") RawClient tls,
            @Listener("unix") RawClient unix,
            @Listener("unix") Path path) {
        assertThat(plain.get("/hello").body()).isEqualTo("hello");
        assertThat(tls.get("/hello").body()).isEqualTo("secret hello");
        assertThat(unix.get("/hello").body()).isEqualTo("local hello");
        assertThat(path).exists();
    }

    @Test
    void eventsAreReceived(@Listener("web") TestHttpClient http) {
        try (EventClient events = EventClient.open(http, "/events")) {
            assertThat(events.next(2))
                    .extracting(ReceivedEvent::data)
                    .containsExactly("one", "two");
            assertThat(events.awaitEnd()).isEmpty();
        }
    }

    @Nested
    class Inside {

        @Test
        void theServerIsTheOneOutside(Server server, @Listener("web") TestHttpClient http) {
            assertThat(server).isSameAs(injectedBeforeAll);
            assertThat(http.get("/hello").body()).isEqualTo("hello");
        }
    }
}
