package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.TlsMode;
import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Routes;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our routes on our own listeners, over everything they speak. */
class ListenersTest {

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");

    @Test
    void http1AndHttp2ShareOnePort() throws Exception {
        try (Server server = server(listener -> listener.port(0));
                HttpClient upgrading = client(HttpClient.Version.HTTP_2, null);
                HttpClient http1 = client(HttpClient.Version.HTTP_1_1, null);
                RawHttp2 priorKnowledge = RawHttp2.to(server.port("web"))) {
            String base = "http://127.0.0.1:" + server.port("web");
            assertThat(get(http1, base + "/protocol").body()).isEqualTo("HTTP/1.1");
            HttpResponse<String> upgraded = get(upgrading, base + "/protocol");
            assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(upgraded.body()).isEqualTo("HTTP/2.0");
            assertThat(priorKnowledge.get(1, "/protocol").body(1)).isEqualTo("HTTP/2.0");
            assertThat(priorKnowledge.get(3, "/protocol").body(3)).isEqualTo("HTTP/2.0");
        }
    }

    @Test
    void alpnChoosesBetweenThemOverTls() throws Exception {
        try (Server server = server(ListenersTest::tls);
                HttpClient http2 =
                        client(HttpClient.Version.HTTP_2, ClientTls.trusting(AUTHORITY));
                HttpClient http1 =
                        client(HttpClient.Version.HTTP_1_1, ClientTls.trusting(AUTHORITY))) {
            String base = "https://localhost:" + server.port("web");
            HttpResponse<String> two = get(http2, base + "/protocol");
            assertThat(two.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(two.body()).isEqualTo("HTTP/2.0");
            assertThat(get(http1, base + "/protocol").body()).isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void http1MayBeLeftOut() throws Exception {
        try (Server server =
                        server(listener -> tls(listener.http2(http2 -> http2.allowHttp1(false))));
                HttpClient http2 =
                        client(HttpClient.Version.HTTP_2, ClientTls.trusting(AUTHORITY));
                HttpClient http1 =
                        client(HttpClient.Version.HTTP_1_1, ClientTls.trusting(AUTHORITY))) {
            String base = "https://localhost:" + server.port("web");
            assertThat(get(http2, base + "/protocol").body()).isEqualTo("HTTP/2.0");
            assertThatThrownBy(() -> get(http1, base + "/protocol"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aUnixSocketServesThemToo(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (Server server = server(listener -> listener.path(path.toString()));
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(server.listeners().getFirst().port()).isEqualTo(-1);
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(
                    ByteBuffer.wrap(
                            "GET /protocol HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII)));
            StringBuilder answer = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(1_024);
            while (channel.read(buffer) >= 0 && answer.indexOf("\r\n\r\nHTTP/1.1") < 0) {
                answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
            assertThat(answer.toString()).startsWith("HTTP/1.1 200").endsWith("HTTP/1.1");
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        try (Server server =
                server(
                        listener ->
                                listener.port(0)
                                        .http(
                                                http ->
                                                        http.maxRequestLine(1_000)
                                                                .maxHeaderSize(1_000)
                                                                .maxBodySize(10)))) {
            assertThat(answer(server, "GET /" + "x".repeat(9_000) + " HTTP/1.1"))
                    .startsWith("HTTP/1.1 414");
            assertThat(answer(server, "GET /protocol HTTP/1.1", "X: " + "y".repeat(9_000)))
                    .startsWith("HTTP/1.1 431");
            assertThat(answer(server, "POST /echo HTTP/1.1", "Content-Length: 11"))
                    .startsWith("HTTP/1.1 413");
        }
    }

    @Nested
    class Events {

        @Test
        void areServedWhereSseIsAmongTheProtocols() throws Exception {
            try (Server server =
                            Server.builder()
                                    .listener(
                                            "web",
                                            listener ->
                                                    listener.port(0)
                                                            .protocols("http", "sse")
                                                            .routing(ListenersTest::events))
                                    .build()
                                    .start();
                    HttpClient http1 = client(HttpClient.Version.HTTP_1_1, null);
                    RawHttp2 http2 = RawHttp2.to(server.port("web"))) {
                String base = "http://127.0.0.1:" + server.port("web");
                assertThat(get(http1, base + "/events").body())
                        .isEqualTo("retry: 3000\n\ndata: one\n\n");
                assertThat(http2.get(1, "/events").body(1))
                        .isEqualTo("retry: 3000\n\ndata: one\n\n");
            }
        }

        @Test
        void elsewhereKeepTheServerFromBeingBuilt() {
            assertThatThrownBy(
                            () ->
                                    Server.builder()
                                            .listener(
                                                    "web",
                                                    listener ->
                                                            listener.port(0)
                                                                    .routing(ListenersTest::events))
                                            .build())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("sse /events")
                    .hasMessageContaining("\"sse\" among them");
        }
    }

    @Nested
    class Clients {

        @Test
        void areKnownByTheCertificateThatWasVerified() throws Exception {
            Identity alice = AUTHORITY.client("alice").issue();
            try (Server server =
                            server(
                                    listener ->
                                            tls(listener)
                                                    .tls(
                                                            tls ->
                                                                    tls.mode(TlsMode.MUTUAL_TLS)
                                                                            .ca(
                                                                                    AUTHORITY
                                                                                            .certPem())));
                    HttpClient http1 =
                            client(
                                    HttpClient.Version.HTTP_1_1,
                                    ClientTls.trusting(AUTHORITY, alice));
                    HttpClient http2 =
                            client(
                                    HttpClient.Version.HTTP_2,
                                    ClientTls.trusting(AUTHORITY, alice))) {
                String base = "https://localhost:" + server.port("web");
                for (HttpClient client : List.of(http1, http2)) {
                    HttpResponse<String> answer = get(client, base + "/whoami");
                    assertThat(answer.body()).isEqualTo("CN=alice");
                }
            }
        }

        @Test
        void areNotKnownByAHeaderTheyWrite() throws Exception {
            try (Server server = server(listener -> listener.port(0));
                    HttpClient http1 = client(HttpClient.Version.HTTP_1_1, null);
                    RawHttp2 http2 = RawHttp2.to(server.port("web"))) {
                String base = "http://127.0.0.1:" + server.port("web");
                String[] lie = {"X-HELIDON-CN", "admin"};
                assertThat(get(http1, base + "/whoami", lie).body()).isEqualTo("nobody");
                assertThat(get(http1, base + "/cn", lie).body()).isEqualTo("none");
                lie[0] = "x-helidon-cn";
                assertThat(http2.get(1, "/whoami", lie).body(1)).isEqualTo("nobody");
                assertThat(http2.get(3, "/cn", lie).body(3)).isEqualTo("none");
            }
        }
    }

    @Test
    void everyRuleIsListedWithItsWholePattern(@TempDir Path directory) {
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .protocols("http", "sse")
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                                "/a/{id}",
                                                                                RoutesTest.says(
                                                                                        "a"))
                                                                        .files("/f", directory)
                                                                        .redirect("/old", "/new")
                                                                        .respond("/up", 200, "up")
                                                                        .sse(
                                                                                "/events",
                                                                                (r, e) -> {})
                                                                        .host(
                                                                                "example.com",
                                                                                ListenersTest
                                                                                        ::service)))
                        .build()) {
            assertThat(server.listeners().getFirst().routes())
                    .containsExactly(
                            view(Set.of("GET"), "/a/{id}", "handler"),
                            view(Set.of("GET", "HEAD"), "/f/*", "files"),
                            view(Set.of(), "/old", "redirect"),
                            view(Set.of("GET"), "/up", "respond"),
                            view(Set.of("GET"), "/events", "sse"),
                            new RouteView(
                                    Set.of("POST"),
                                    "/s/x/y",
                                    List.of("host example.com"),
                                    "handler"));
        }
    }

    private static void service(Routes routes) {
        routes.service(
                "/s",
                rules -> rules.register("/x", inner -> inner.post("/y", RoutesTest.says("y"))));
    }

    private static void events(Routes routes) {
        routes.sse("/events", (request, events) -> events.send("one"));
    }

    private static RouteView view(Set<String> methods, String pattern, String kind) {
        return new RouteView(methods, pattern, List.of(), kind);
    }

    private static Server server(Consumer<ListenerBuilder> listener) {
        return Server.builder()
                .listener(
                        "web",
                        builder -> {
                            listener.accept(builder);
                            builder.routing(ListenersTest::routes);
                        })
                .build()
                .start();
    }

    private static void routes(Routes routes) {
        routes.filter(
                        (exchange, chain) -> {
                            exchange.context()
                                    .register(
                                            "client",
                                            exchange.verifiedClient()
                                                    .map(Principal::getName)
                                                    .orElse("nobody"));
                            chain.proceed();
                        })
                .get(
                        "/protocol",
                        (req, res) ->
                                res.send(
                                        req.prologue().protocol()
                                                + "/"
                                                + req.prologue().protocolVersion()))
                .post("/echo", (req, res) -> res.send(req.content().as(byte[].class)))
                .get(
                        "/whoami",
                        (req, res) ->
                                res.send(
                                        req.context()
                                                .get("client", String.class)
                                                .orElse("no filter")))
                .get(
                        "/cn",
                        (req, res) ->
                                res.send(
                                        req.headers()
                                                .first(HeaderNames.X_HELIDON_CN)
                                                .orElse("none")));
    }

    private static ListenerBuilder tls(ListenerBuilder listener) {
        Identity identity = AUTHORITY.server().issue();
        return listener.port(0).tls(tls -> tls.key(identity.keyPem()).cert(identity.certPem()));
    }

    private static HttpClient client(HttpClient.Version version, @Nullable SSLContext tls) {
        HttpClient.Builder client = HttpClient.newBuilder().version(version);
        return (tls == null ? client : client.sslContext(tls)).build();
    }

    private static String answer(Server server, String line, String... headers) {
        try (RawConnection connection = RawConnection.to(server.port("web"))) {
            return connection.request(line, headers).readHead();
        }
    }

    private static HttpResponse<String> get(HttpClient client, String uri, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
