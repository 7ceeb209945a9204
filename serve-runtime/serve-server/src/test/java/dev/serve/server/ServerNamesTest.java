package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serve.api.ListenerException;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import dev.serve.api.config.SniConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import dev.serve.testing.KeyKind;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate a client is shown that asks for a name. */
class ServerNamesTest {

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");
    private final Identity standard = identity("default");
    private final Identity exact = identity("exact");
    private final Identity wild = identity("wild");

    private final LoadedTls tls =
            load(
                    entry(wild, "*.example.com", "*.example.org"),
                    entry(exact, "www.Example.com", "example.com"));

    @ParameterizedTest
    @CsvSource({
        "www.example.com, exact",
        "WWW.EXAMPLE.COM, exact",
        "example.com, exact",
        "api.example.com, wild",
        "a.example.org, wild",
        "example.org, default",
        "a.b.example.com, default",
        "elsewhere.net, default"
    })
    void theNameDecides(String name, String certificate) throws SSLException {
        assertThat(shownFor(name, "TLSv1.3")).isEqualTo("CN=" + certificate);
        assertThat(shownFor(name, "TLSv1.2")).isEqualTo("CN=" + certificate);
    }

    @Test
    void withoutANameTheListenersOwnIsShown() throws SSLException {
        SSLEngine client = client("TLSv1.3");

        assertThat(shown(client)).isEqualTo("CN=default");
    }

    @Test
    void aNameMayHaveKeysOfSeveralKinds() throws SSLException {
        Identity rsa = authority.server().commonName("rsa").key(KeyKind.RSA_2048).issue();
        LoadedTls both = load(entry(rsa, "two.example"), entry(exact, "two.example"));
        SSLEngine modern = client("TLSv1.3", "two.example");
        SSLEngine old = client("TLSv1.2", "two.example");
        old.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});

        assertThat(Handshake.between(modern, both.newEngine(List.of())).succeeded()).isTrue();
        assertThat(Handshake.between(old, both.newEngine(List.of())).succeeded()).isTrue();

        assertThat(subject(modern)).isIn("CN=exact", "CN=rsa");
        assertThat(subject(old)).isEqualTo("CN=rsa");
    }

    @Test
    void everyEntryIsChecked() {
        ConfigException failure =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                load(
                                        entry(exact, "a.example"),
                                        SniConfig.builder()
                                                .names(List.of("b.example"))
                                                .key(exact.keyPem())
                                                .cert(wild.certPem())
                                                .build(),
                                        SniConfig.builder()
                                                .names(List.of("c.example"))
                                                .store("none.p12")
                                                .build()));

        assertThat(failure.problems())
                .extracting(Problem::key)
                .containsExactly("listeners.web.tls.sni[1].key", "listeners.web.tls.sni[2].store");
    }

    @Test
    void aFailureNamesTheListenerOnce() {
        ConfigException failure =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                TlsLoader.load(
                                        "web",
                                        TlsConfig.builder().store("none.p12").build(),
                                        InstantSource.system()));

        assertThat(
                        new ListenerException(
                                "web", "127.0.0.1:8443", "cannot use the TLS keys of", failure))
                .hasMessageStartingWith(
                        "listener \"web\": cannot use the TLS keys of 127.0.0.1:8443: listeners.web.tls.store: \"none.p12\" (expected: a file that exists");
    }

    private Identity identity(String name) {
        return authority.server().commonName(name).issue();
    }

    private static SniConfig entry(Identity identity, String... names) {
        return SniConfig.builder()
                .names(Arrays.asList(names))
                .key(identity.keyPem())
                .cert(identity.certPem())
                .build();
    }

    private LoadedTls load(SniConfig... entries) {
        return TlsLoader.load(
                "web",
                TlsConfig.builder()
                        .key(standard.keyPem())
                        .cert(standard.certPem())
                        .sni(Arrays.asList(entries))
                        .build(),
                InstantSource.system());
    }

    private String shownFor(String name, String version) throws SSLException {
        return shown(client(version, name));
    }

    private String shown(SSLEngine client) throws SSLException {
        assertThat(Handshake.between(client, tls.newEngine(List.of())).succeeded()).isTrue();
        return subject(client);
    }

    private static String subject(SSLEngine client) throws SSLException {
        Certificate certificate = client.getSession().getPeerCertificates()[0];
        return ((X509Certificate) certificate).getSubjectX500Principal().getName();
    }

    private SSLEngine client(String version, String... names) {
        SSLEngine engine = ClientTls.trusting(authority).createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setServerNames(
                Arrays.stream(names).<SNIServerName>map(SNIHostName::new).toList());
        engine.setSSLParameters(parameters);
        return engine;
    }
}
