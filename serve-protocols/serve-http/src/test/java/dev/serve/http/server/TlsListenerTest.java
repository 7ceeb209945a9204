package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.ListenerException;
import dev.serve.api.Server;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.config.TlsMode;
import dev.serve.api.event.ServerState;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsListenerTest {

    @TempDir private static Path directory;

    private static DevCertificates certificates;

    @BeforeAll
    static void makeCertificates() {
        certificates = DevCertificates.createIn(directory);
    }

    private static String file(String name) {
        return certificates.file(name).toString();
    }

    private static Server server(Consumer<TlsConfig.Builder> change) {
        return Server.builder()
                .listener(
                        "tls",
                        listener ->
                                listener.port(0)
                                        .tls(
                                                tls ->
                                                        change.accept(
                                                                tls.key(file("server.key"))
                                                                        .cert(file("server.crt"))))
                                        .routing(
                                                routes ->
                                                        routes.get(
                                                                        "/version",
                                                                        (req, res) ->
                                                                                res.send(
                                                                                        req.prologue()
                                                                                                .protocolVersion()))
                                                                .get(
                                                                        "/subject",
                                                                        (req, res) ->
                                                                                res.send(
                                                                                        req.remotePeer()
                                                                                                .tlsPrincipal()
                                                                                                .map(
                                                                                                        Principal
                                                                                                                ::getName)
                                                                                                .orElse(
                                                                                                        "nobody")))
                                                                .group(
                                                                        "/filtered",
                                                                        group ->
                                                                                group.filter(
                                                                                                (exchange,
                                                                                                        chain) -> {
                                                                                                    exchange.context()
                                                                                                            .register(
                                                                                                                    "subject",
                                                                                                                    exchange.verifiedClient()
                                                                                                                            .map(
                                                                                                                                    Principal
                                                                                                                                            ::getName)
                                                                                                                            .orElse(
                                                                                                                                    "nobody"));
                                                                                                    chain
                                                                                                            .proceed();
                                                                                                })
                                                                                        .get(
                                                                                                "/subject",
                                                                                                (req,
                                                                                                        res) ->
                                                                                                        res
                                                                                                                .send(
                                                                                                                        req.context()
                                                                                                                                .get(
                                                                                                                                        "subject",
                                                                                                                                        String
                                                                                                                                                .class)
                                                                                                                                .orElse(
                                                                                                                                        "not filtered"))))))
                .build()
                .start();
    }

    private static HttpResponse<String> get(
            Server server, SSLContext trust, String path, String... tlsVersions)
            throws IOException, InterruptedException {
        HttpClient.Builder builder = HttpClient.newBuilder().sslContext(trust);
        if (tlsVersions.length > 0) {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(tlsVersions);
            // Given parameters, this client offers no HTTP/2.
            builder.sslParameters(parameters);
        }
        HttpClient client = builder.build();
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("https://localhost:" + server.port("tls") + path))
                            .timeout(Duration.ofSeconds(20))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } finally {
            client.shutdownNow();
        }
    }

    @Nested
    class Auto {

        @Test
        void speaksHttp2ToWhoeverOffersIt() throws Exception {
            try (Server server = server(tls -> {})) {
                HttpResponse<String> answer = get(server, certificates.trusting(), "/version");
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("2.0");
            }
        }

        @Test
        void asksForNoClientCertificate() throws Exception {
            try (Server server = server(tls -> {})) {
                assertThat(get(server, certificates.trustingAsClient(), "/subject").body())
                        .isEqualTo("nobody");
            }
        }

        @Test
        void takesTheEnabledVersionsOnly() throws Exception {
            try (Server server = server(tls -> tls.protocols(List.of("TLSv1.3")))) {
                assertThat(get(server, certificates.trusting(), "/version", "TLSv1.3").statusCode())
                        .isEqualTo(200);
                assertThatThrownBy(
                                () -> get(server, certificates.trusting(), "/version", "TLSv1.2"))
                        .isInstanceOf(IOException.class);
            }
        }

        @Test
        void takesAStoreInPlaceOfKeyAndCertificate() throws Exception {
            Identity identity = certificates.server();
            Path store = directory.resolve("server.p12");
            Files.write(store, identity.pkcs12("secret"));
            Server server =
                    Server.builder()
                            .listener(
                                    "tls",
                                    listener ->
                                            listener.port(0)
                                                    .tls(
                                                            tls ->
                                                                    tls.store(store.toString())
                                                                            .passphrase("secret"))
                                                    .routing(
                                                            routes ->
                                                                    routes.get(
                                                                            "/version",
                                                                            (req, res) ->
                                                                                    res.send(
                                                                                            "stored"))))
                            .build()
                            .start();
            try (server) {
                assertThat(get(server, certificates.trusting(), "/version").body())
                        .isEqualTo("stored");
            }
        }
    }

    @Nested
    class MutualTls {

        private Server mutual() {
            return server(tls -> tls.mode(TlsMode.MUTUAL_TLS).ca(file("ca.crt")));
        }

        @Test
        void givesTheVerifiedSubjectToHandlersAndFilters() throws Exception {
            try (Server server = mutual()) {
                String expected = "CN=" + DevCertificates.CLIENT_NAME;
                assertThat(get(server, certificates.trustingAsClient(), "/subject").body())
                        .contains(expected);
                assertThat(get(server, certificates.trustingAsClient(), "/filtered/subject").body())
                        .contains(expected);
            }
        }

        @Test
        void refusesAClientWithoutACertificate() {
            try (Server server = mutual()) {
                assertThatThrownBy(() -> get(server, certificates.trusting(), "/subject"))
                        .isInstanceOf(IOException.class);
            }
        }

        @Test
        void refusesACertificateThatItsAuthorityDidNotSign() {
            CertificateAuthority stranger = CertificateAuthority.create("stranger");
            Identity impostor = stranger.client(DevCertificates.CLIENT_NAME).issue();
            try (Server server = mutual()) {
                SSLContext context = ClientTls.insistent(certificates.authority(), impostor);
                assertThatThrownBy(() -> get(server, context, "/subject"))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Nested
    class OptionalClientCertificate {

        @Test
        void servesClientsWithAndWithout() throws Exception {
            try (Server server =
                    server(tls -> tls.ca(file("ca.crt")).clientAuth(ClientAuth.OPTIONAL))) {
                assertThat(get(server, certificates.trusting(), "/subject").body())
                        .isEqualTo("nobody");
                assertThat(get(server, certificates.trustingAsClient(), "/subject").body())
                        .contains(DevCertificates.CLIENT_NAME);
            }
        }
    }

    @Nested
    class Refused {

        @Test
        void aKeyThatDoesNotFitKeepsTheServerFromStarting() {
            Server server =
                    Server.builder()
                            .listener(
                                    "tls",
                                    listener ->
                                            listener.port(0)
                                                    .tls(
                                                            tls ->
                                                                    tls.key(file("client.key"))
                                                                            .cert(
                                                                                    file(
                                                                                            "server.crt"))))
                            .build();
            assertThatThrownBy(server::start)
                    .isInstanceOf(ListenerException.class)
                    .hasMessageContaining("listener \"tls\"")
                    .hasMessageContaining("client.key");
            assertThat(server.state()).isEqualTo(ServerState.FAILED);
        }

        @Test
        void aFileThatIsNotThereIsNamed() {
            Server server =
                    Server.builder()
                            .listener(
                                    "tls",
                                    listener ->
                                            listener.port(0)
                                                    .tls(
                                                            tls ->
                                                                    tls.key(file("none.key"))
                                                                            .cert(
                                                                                    file(
                                                                                            "server.crt"))))
                            .build();
            assertThatThrownBy(server::start)
                    .isInstanceOf(ListenerException.class)
                    .hasMessageContaining("none.key");
        }
    }
}
