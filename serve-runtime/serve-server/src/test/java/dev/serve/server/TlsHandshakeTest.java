package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.CipherOrder;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.config.TlsMode;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import dev.serve.testing.KeyKind;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client meets that shakes hands with what {@link TlsLoader} made. */
class TlsHandshakeTest {

    private static final String AES_128 = "TLS_AES_128_GCM_SHA256";
    private static final String AES_256 = "TLS_AES_256_GCM_SHA384";

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");
    private final Identity server = authority.server().issue();

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void everyKindOfKeyServesTls13(KeyKind kind) throws SSLException {
        Identity identity = authority.server().key(kind).issue();
        SSLEngine client = client(parameters -> {});

        Handshake handshake = shake(client, load(identity, tls -> {}), List.of());

        assertThat(handshake.succeeded()).isTrue();
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(client.getSession().getCipherSuite()).isEqualTo(AES_128);
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void everyKindOfKeyServesTls12(KeyKind kind) throws SSLException {
        Identity identity = authority.server().key(kind).issue();
        SSLEngine client = client(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));

        Handshake handshake = shake(client, load(identity, tls -> {}), List.of());

        assertThat(handshake.succeeded()).isTrue();
        assertThat(client.getSession().getCipherSuite())
                .endsWith("_WITH_AES_128_GCM_SHA256")
                .startsWith("TLS_ECDHE_");
    }

    @Test
    void aClientOfAVersionThatIsNotEnabledIsRefused() throws SSLException {
        SSLEngine client = client(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));

        Handshake handshake =
                shake(client, load(server, tls -> tls.protocols(List.of("TLSv1.3"))), List.of());

        assertThat(handshake.clientFailure()).get().asString().contains("protocol_version");
    }

    @Test
    void tls11IsNeverSpoken() {
        SSLEngine engine = load(server, tls -> {}).newEngine(List.of());

        assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void theEngineKnowsNoPeerNameToLookUp() {
        SSLEngine engine = load(server, tls -> {}).newEngine(List.of());

        assertThat(engine.getPeerHost()).isNull();
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm()).isNull();
    }

    @Nested
    class Ciphers {

        @Test
        void theServersOrderDecidesUnlessSaidOtherwise() throws SSLException {
            SSLEngine client = preferring(AES_128, AES_256);

            shake(client, load(server, tls -> tls.ciphers(List.of(AES_256, AES_128))), List.of());

            assertThat(client.getSession().getCipherSuite()).isEqualTo(AES_256);
        }

        @Test
        void theClientsOrderDecidesWhereItIsAskedFor() throws SSLException {
            SSLEngine client = preferring(AES_128, AES_256);
            LoadedTls tls =
                    load(
                            server,
                            config ->
                                    config.ciphers(List.of(AES_256, AES_128))
                                            .cipherOrder(CipherOrder.CLIENT));

            shake(client, tls, List.of());

            assertThat(client.getSession().getCipherSuite()).isEqualTo(AES_128);
        }

        @Test
        void openSslNamesEnableJustThoseSuites() throws SSLException {
            SSLEngine client = client(parameters -> {});
            LoadedTls tls =
                    load(
                            server,
                            config -> config.ciphers(List.of("ECDHE-ECDSA-AES256-GCM-SHA384")));

            shake(client, tls, List.of());

            assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(client.getSession().getCipherSuite())
                    .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        }

        @Test
        void aClientWithoutAnyOfThemFails() throws SSLException {
            SSLEngine client =
                    client(
                            parameters ->
                                    parameters.setCipherSuites(
                                            new String[] {
                                                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"
                                            }));

            Handshake handshake = shake(client, load(server, tls -> {}), List.of());

            assertThat(handshake.clientFailure()).get().asString().contains("handshake_failure");
        }

        private SSLEngine preferring(String... suites) {
            return client(parameters -> parameters.setCipherSuites(suites));
        }
    }

    @Nested
    class Alpn {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void theFirstOfTheServersListThatTheClientOffersIsTaken(String version)
                throws SSLException {
            SSLEngine client = offering(version, "http/1.1", "h2");

            shake(client, load(server, tls -> {}), List.of("h2", "http/1.1"));

            assertThat(client.getApplicationProtocol()).isEqualTo("h2");
        }

        @Test
        void aClientThatOffersOnlyOthersIsToldSo() throws SSLException {
            SSLEngine client = offering("TLSv1.3", "spdy/3", "h3");

            Handshake handshake = shake(client, load(server, tls -> {}), List.of("h2", "http/1.1"));

            assertThat(handshake.clientFailure())
                    .get()
                    .asString()
                    .contains("no_application_protocol");
            assertThat(handshake.serverFailure()).isPresent();
        }

        @Test
        void aClientThatOffersNoneGoesOnWithout() throws SSLException {
            SSLEngine client = client(parameters -> {});

            Handshake handshake = shake(client, load(server, tls -> {}), List.of("h2"));

            assertThat(handshake.succeeded()).isTrue();
            assertThat(client.getApplicationProtocol()).isEmpty();
        }

        @Test
        void http2IsPassedOverOnACipherSuiteThatItForbids() throws SSLException {
            LoadedTls tls =
                    load(server, config -> config.ciphers(List.of("ECDHE-ECDSA-AES128-SHA256")));
            SSLEngine client = offering("TLSv1.2", "h2", "http/1.1");

            shake(client, tls, List.of("h2", "http/1.1"));

            assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
        }

        @Test
        void aServerWithoutAListDoesNotAnswerIt() throws SSLException {
            SSLEngine client = offering("TLSv1.3", "h2");

            Handshake handshake = shake(client, load(server, tls -> {}), List.of());

            assertThat(handshake.succeeded()).isTrue();
            assertThat(client.getApplicationProtocol()).isEmpty();
        }

        private SSLEngine offering(String version, String... protocols) {
            return client(
                    parameters -> {
                        parameters.setProtocols(new String[] {version});
                        parameters.setApplicationProtocols(protocols);
                    });
        }
    }

    @Nested
    class ClientCertificates {

        private final Identity alice = authority.client("alice").issue();

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void theVerifiedSubjectIsKnown(String version) throws SSLException {
            LoadedTls tls = mutual(TlsMode.MUTUAL_TLS, null);
            SSLEngine client = engine(ClientTls.trusting(authority, alice), version);
            SSLEngine serving = tls.newEngine(List.of());

            Handshake handshake = Handshake.between(client, serving);

            assertThat(handshake.succeeded()).isTrue();
            assertThat(serving.getSession().getPeerPrincipal()).hasToString("CN=alice");
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void withoutOneTheHandshakeFailsWhereItIsRequired(String version) throws SSLException {
            LoadedTls tls = mutual(TlsMode.MUTUAL_TLS, null);
            SSLEngine client = engine(ClientTls.trusting(authority), version);

            Handshake handshake = Handshake.between(client, tls.newEngine(List.of()));

            assertThat(handshake.serverFailure()).isPresent();
            assertThat(handshake.clientFailure()).isPresent();
        }

        @ParameterizedTest
        @EnumSource(
                value = ClientAuth.class,
                names = {"OPTIONAL", "REQUIRED"})
        void oneOfAnotherAuthorityFailsTheHandshake(ClientAuth auth) throws SSLException {
            Identity mallory = CertificateAuthority.create("Another CA").client("alice").issue();
            LoadedTls tls = mutual(TlsMode.AUTO, auth);
            // The server names the authorities it takes, and Java's own key manager would then
            // keep silent: this client shows its certificate whatever is asked for.
            SSLEngine client = engine(ClientTls.insistent(authority, mallory), "TLSv1.3");

            Handshake handshake = Handshake.between(client, tls.newEngine(List.of()));

            assertThat(handshake.serverFailure()).isPresent();
        }

        @Test
        void anExpiredOneFailsTheHandshake() throws SSLException {
            Identity expired = authority.client("alice").expired().issue();
            LoadedTls tls = mutual(TlsMode.MUTUAL_TLS, null);
            SSLEngine client = engine(ClientTls.insistent(authority, expired), "TLSv1.3");

            Handshake handshake = Handshake.between(client, tls.newEngine(List.of()));

            assertThat(handshake.serverFailure()).isPresent();
        }

        @Test
        void aClientWithoutOneIsServedWhereItIsOptional() throws SSLException {
            LoadedTls tls = mutual(TlsMode.AUTO, ClientAuth.OPTIONAL);
            SSLEngine client = engine(ClientTls.trusting(authority), "TLSv1.3");

            Handshake handshake = Handshake.between(client, tls.newEngine(List.of()));

            assertThat(handshake.succeeded()).isTrue();
        }

        @Test
        void noneIsAskedForByDefault() throws SSLException {
            LoadedTls tls = load(server, config -> config.ca(authority.certPem()));
            SSLEngine client = engine(ClientTls.trusting(authority, alice), "TLSv1.3");

            Handshake.between(client, tls.newEngine(List.of()));

            assertThat(client.getSession().getLocalCertificates()).isNull();
        }

        private LoadedTls mutual(TlsMode mode, @Nullable ClientAuth auth) {
            return load(
                    server,
                    config -> {
                        config.mode(mode).ca(authority.certPem());
                        if (auth != null) {
                            config.clientAuth(auth);
                        }
                    });
        }
    }

    private static LoadedTls load(Identity identity, Consumer<TlsConfig.Builder> change) {
        TlsConfig.Builder config =
                TlsConfig.builder().key(identity.keyPem()).cert(identity.certPem());
        change.accept(config);
        return TlsLoader.load("web", config.build(), InstantSource.system());
    }

    private SSLEngine client(Consumer<SSLParameters> change) {
        SSLEngine engine = ClientTls.trusting(authority).createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        change.accept(parameters);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLEngine engine(SSLContext context, String version) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    private static Handshake shake(SSLEngine client, LoadedTls tls, List<String> protocols)
            throws SSLException {
        return Handshake.between(client, tls.newEngine(protocols));
    }
}
