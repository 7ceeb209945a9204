package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.Cidr;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.routing.RequestClient;
import dev.serve.api.routing.Routes;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.Identity;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a handler sees of who asks, when proxies stand between, or somebody says so. */
class ProxiesTest {

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("proxies");
    private static final String END = "Connection: close\r\n\r\n";

    private Server server;

    private void start(Consumer<ListenerBuilder> change) {
        server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        change.accept(
                                                listener.port(0).routing(ProxiesTest::routes)))
                        .build()
                        .start();
    }

    private static void routes(Routes routes) {
        routes.filter(
                        (exchange, chain) -> {
                            exchange.context().register("client", exchange.client().toString());
                            chain.proceed();
                        })
                .get(
                        "/client",
                        (req, res) -> {
                            String seen = req.context().get("client", String.class).orElse("none");
                            assertThat(RequestClient.of(req)).hasToString(seen);
                            res.send(seen);
                        })
                .get(
                        "/peer",
                        (req, res) ->
                                res.send(
                                        ((InetSocketAddress) req.remotePeer().address())
                                                .getAddress()
                                                .getHostAddress()))
                .get("/uri", (req, res) -> res.send(req.requestedUri().toUri().toString()))
                .get(
                        "/forwarded",
                        (req, res) -> {
                            StringBuilder fields = new StringBuilder();
                            req.headers().stream()
                                    .filter(
                                            field ->
                                                    field.headerName()
                                                            .lowerCase()
                                                            .contains("forward"))
                                    .forEach(
                                            field ->
                                                    fields.append(field.headerName().lowerCase())
                                                            .append('=')
                                                            .append(field.values())
                                                            .append(' '));
                            res.send(fields.toString());
                        })
                .get(
                        "/cn",
                        (req, res) ->
                                res.send(
                                        req.headers()
                                                .first(HeaderNames.X_HELIDON_CN)
                                                .orElse("none")));
    }

    private static ListenerBuilder trusting(ListenerBuilder listener, String... blocks) {
        return listener.config(
                config ->
                        config.trustedProxies(List.of(blocks).stream().map(Cidr::parse).toList()));
    }

    private static ListenerBuilder introduced(ListenerBuilder listener, String... blocks) {
        return trusting(listener, blocks).config(config -> config.proxyProtocol(true));
    }

    private static ListenerBuilder tls(ListenerBuilder listener) {
        Identity identity = AUTHORITY.server().issue();
        return listener.tls(
                tls ->
                        tls.key(identity.keyPem())
                                .cert(identity.certPem())
                                .ca(AUTHORITY.certPem())
                                .clientAuth(ClientAuth.OPTIONAL));
    }

    @AfterEach
    void stop() {
        server.stopNow();
    }

    private RawClient connect() {
        return RawClient.tcp(server.port("web"));
    }

    private static String body(RawClient connected, String path, String... fields) {
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: web.example\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        RawAnswer answer = connected.send(request + END).readAnswer();
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private String get(String path, String... fields) {
        try (RawClient client = connect()) {
            return body(client, path, fields);
        }
    }

    @Nested
    class ForwardedFields {

        @Test
        void ofAStrangerNeverReachAHandler() {
            start(listener -> {});
            String[] spoofed = {
                "Forwarded: for=192.0.2.1;proto=https;host=admin",
                "x-forwarded-for: 192.0.2.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: admin",
                "X-Forwarded-Port: 1",
                "X-Forwarded-Prefix: /admin"
            };
            assertThat(get("/client", spoofed)).startsWith("/127.0.0.1:");
            assertThat(get("/uri", spoofed)).isEqualTo("http://web.example:80/uri");
            assertThat(get("/forwarded", spoofed)).isEmpty();
        }

        @Test
        void ofATrustedProxyNameTheClient() {
            start(listener -> trusting(listener, "127.0.0.0/8", "10.0.0.0/8"));
            String chain = "X-Forwarded-For: 192.0.2.66, 192.0.2.1, 10.0.0.3";
            assertThat(get("/client", chain)).isEqualTo("/192.0.2.1:0");
            assertThat(get("/peer", chain)).isEqualTo("127.0.0.1");
            assertThat(get("/forwarded", chain))
                    .isEqualTo("x-forwarded-for=192.0.2.66, 192.0.2.1, 10.0.0.3 ");
            assertThat(get("/client", "Forwarded: for=\"[2001:db8::1]:99\""))
                    .isEqualTo("/[2001:db8:0:0:0:0:0:1]:99");
            assertThat(get("/client", "Forwarded: for=_hidden")).startsWith("unknown");
        }

        @Test
        void ofATrustedProxyNameTheRequestedUri() {
            start(listener -> trusting(listener, "127.0.0.1"));
            assertThat(get("/uri", "X-Forwarded-Proto: https"))
                    .isEqualTo("https://web.example:443/uri");
            assertThat(get("/uri", "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.example"))
                    .isEqualTo("https://shop.example:443/uri");
            assertThat(get("/uri", "X-Forwarded-Host: shop.example", "X-Forwarded-Port: 8080"))
                    .isEqualTo("http://shop.example:8080/uri");
            assertThat(get("/uri", "Forwarded: for=192.0.2.1;proto=https;host=\"[::1]:1\""))
                    .isEqualTo("https://[::1]:1/uri");
        }

        @Test
        void overHttp2AreTheSame() throws Exception {
            start(listener -> tls(trusting(listener, "127.0.0.1")));
            assertThat(http2("/client", "X-Forwarded-For", "192.0.2.1")).isEqualTo("/192.0.2.1:0");
            server.stopNow();
            start(ProxiesTest::tls);
            assertThat(http2("/client", "X-Forwarded-For", "192.0.2.1")).startsWith("/127.0.0.1:");
            assertThat(http2("/forwarded", "X-Forwarded-For", "192.0.2.1")).isEmpty();
        }

        @Test
        void onAUnixSocketAreBelievedWhereLoopbackIsTrusted(@TempDir Path directory) {
            String path = directory.resolve("a.sock").toString();
            start(listener -> trusting(listener.path(path), "127.0.0.1"));
            try (RawClient client = RawClient.unix(Path.of(path))) {
                assertThat(body(client, "/client", "X-Forwarded-For: 192.0.2.1"))
                        .isEqualTo("/192.0.2.1:0");
            }
            server.stopNow();
            start(listener -> listener.path(path));
            try (RawClient client = RawClient.unix(Path.of(path))) {
                assertThat(body(client, "/forwarded", "X-Forwarded-For: 192.0.2.1")).isEmpty();
            }
        }
    }

    @Nested
    class TheNameOfAClientCertificate {

        @Test
        void isNeverTheClientsOwnWord() throws Exception {
            start(ProxiesTest::tls);
            try (RawClient client = connect().tls(ClientTls.trusting(AUTHORITY))) {
                assertThat(body(client, "/cn", "X-HELIDON-CN: admin")).isEqualTo("none");
            }
            assertThat(http2("/cn", "X-HELIDON-CN", "admin")).isEqualTo("none");
        }

        @Test
        @ExpectLog("limits do not hold there")
        void isNotTakenFromAnEngineThatPassesItOn() {
            start(
                    listener ->
                            listener.connections(
                                    new CarelessEngine(
                                            HeaderValues.create(
                                                    HeaderNames.X_HELIDON_CN, "admin"))));
            assertThat(get("/cn")).isEqualTo("none");
        }

        @Test
        @ExpectLog("limits do not hold there")
        void isTheCertificatesOnHelidonsOwnEngine() {
            start(
                    listener ->
                            tls(listener)
                                    .connections(
                                            Http1ConnectionSelector.builder()
                                                    .config(Http1Config.create())
                                                    .build()));
            Identity ann = AUTHORITY.client("ann").issue();
            try (RawClient client = connect().tls(ClientTls.trusting(AUTHORITY, ann))) {
                assertThat(body(client, "/cn", "X-HELIDON-CN: admin")).isEqualTo("ann");
            }
            try (RawClient client = connect().tls(ClientTls.trusting(AUTHORITY))) {
                assertThat(body(client, "/cn", "X-HELIDON-CN: ann")).isEqualTo("none");
            }
        }
    }

    @Nested
    class ProxyHeaders {

        private static final String HEADER = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n";

        @Test
        void tellTheClientOfAConnection() {
            start(listener -> introduced(listener, "127.0.0.1"));
            try (RawClient client = connect().send(HEADER)) {
                assertThat(body(client, "/client")).isEqualTo("/192.0.2.1:56324");
            }
            try (RawClient client = connect().send(HEADER)) {
                assertThat(body(client, "/peer")).isEqualTo("192.0.2.1");
            }
        }

        @Test
        void comeOneByteAtATimeBeforeTls() {
            start(listener -> tls(introduced(listener, "127.0.0.1")));
            try (RawClient client = connect()) {
                for (byte value : HEADER.getBytes(StandardCharsets.US_ASCII)) {
                    client.send(new byte[] {value});
                }
                client.tls(ClientTls.trusting(AUTHORITY));
                assertThat(body(client, "/client")).isEqualTo("/192.0.2.1:56324");
            }
        }

        @Test
        @ExpectLog("no PROXY header")
        void areRequired() {
            start(listener -> introduced(listener, "127.0.0.1"));
            try (RawClient client = connect()) {
                client.send("GET /client HTTP/1.1\r\nHost: a\r\n\r\n").awaitEnd();
            }
        }

        @Test
        @ExpectLog("is not in trusted-proxies")
        void areNotTakenFromStrangers() {
            start(listener -> introduced(listener, "10.0.0.0/8"));
            try (RawClient client = connect()) {
                client.send(HEADER).awaitEnd();
            }
        }

        @Test
        void areNotBelievedToBeProxiesThemselves() {
            start(listener -> introduced(listener, "127.0.0.1"));
            try (RawClient client = connect().send(HEADER)) {
                assertThat(body(client, "/client", "X-Forwarded-For: 203.0.113.9"))
                        .isEqualTo("/192.0.2.1:56324");
            }
            server.stopNow();
            start(listener -> introduced(listener, "127.0.0.1", "192.0.2.0/24"));
            try (RawClient client = connect().send(HEADER)) {
                assertThat(body(client, "/client", "X-Forwarded-For: 203.0.113.9"))
                        .isEqualTo("/203.0.113.9:0");
            }
        }

        @Test
        void onAUnixSocketAreBelievedFromAnyPeer(@TempDir Path directory) {
            Path path = directory.resolve("a.sock");
            start(
                    listener ->
                            listener.path(path.toString())
                                    .config(config -> config.proxyProtocol(true)));
            try (RawClient client = RawClient.unix(path).send(HEADER)) {
                assertThat(body(client, "/client")).isEqualTo("/192.0.2.1:56324");
            }
        }
    }

    private String http2(String path, String... fields) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(ClientTls.trusting(AUTHORITY))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("https://localhost:" + server.port("web") + path))
                            .headers(fields)
                            .build();
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            return answer.body();
        }
    }
}
