package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import dev.serve.api.config.TlsConfig;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.Identity;
import dev.serve.testing.KeyForm;
import dev.serve.testing.KeyKind;
import dev.serve.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsLoaderTest {

    private static CertificateAuthority authority;
    private static Identity elliptic;
    private static Identity rsa;

    @TempDir static Path directory;

    @BeforeAll
    static void makeKeys() {
        authority = CertificateAuthority.create("Test CA");
        elliptic = authority.server().issue();
        rsa = authority.server().key(KeyKind.RSA_2048).issue();
    }

    @Nested
    class Loads {

        @ParameterizedTest
        @EnumSource(KeyKind.class)
        void everyKindOfKeyFromFiles(KeyKind kind) {
            Identity identity = authority.server().key(kind).issue();
            identity.writeTo(directory, kind.name());

            LoadedTls tls =
                    load(path(kind.name() + ".key"), path(kind.name() + ".crt"), config -> {});

            assertThat(tls.certificate()).isEqualTo(identity.certificate());
        }

        @Test
        void keysInline() {
            assertLoads(elliptic, elliptic.keyPem(), config -> {});
        }

        @Test
        void pkcs1AndSec1Keys() {
            assertLoads(rsa, rsa.keyPem(KeyForm.PKCS1), config -> {});
            assertLoads(elliptic, elliptic.keyPem(KeyForm.SEC1), config -> {});
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PBEWithHmacSHA256AndAES_256",
                    "PBEWithHmacSHA1AndAES_128",
                    "PBEWithMD5AndDES",
                    "PBEWithSHA1AndDESede"
                })
        void encryptedKeys(String algorithm) {
            assertLoads(
                    elliptic,
                    elliptic.encryptedKeyPem("open sesame", algorithm),
                    config -> config.passphrase("open sesame"));
        }

        @Test
        void aKeyWithTextAndOtherBlocksAroundIt() {
            assertLoads(
                    elliptic,
                    "Bag Attributes: none\r\n" + elliptic.certPem() + elliptic.keyPem() + "end",
                    config -> {});
        }

        @Test
        void aStore() throws IOException {
            Files.write(directory.resolve("server.p12"), rsa.pkcs12("open sesame"));

            assertThat(store("server.p12", "open sesame").certificate())
                    .isEqualTo(rsa.certificate());
        }

        @Test
        void aChainWithItsIntermediate() {
            Identity below = authority.intermediate("Below").server().issue();

            assertLoads(below, below.keyPem(), config -> {});
        }

        @Test
        void theRootAtTheEndOfTheChain() {
            LoadedTls tls =
                    load(elliptic.keyPem(), elliptic.certPem() + authority.certPem(), config -> {});

            assertThat(tls.certificate()).isEqualTo(elliptic.certificate());
        }

        private void assertLoads(
                Identity identity, String key, Consumer<TlsConfig.Builder> change) {
            assertThat(load(key, identity.certPem(), change).certificate())
                    .isEqualTo(identity.certificate());
        }
    }

    @Nested
    class RefusesFiles {

        @Test
        void thatAreNotThereNamingListenerKeyPathAndWhatWasExpected() {
            assertThat(problem(path("none.key"), elliptic.certPem(), config -> {}))
                    .hasToString(
                            "listener web: listeners.web.tls.key: \"%1$s\" (expected: a file that exists; there is none at %1$s)"
                                    .formatted(path("none.key")));
        }

        @Test
        void thatThisUserMayNotRead() throws IOException {
            Path secret = Files.writeString(directory.resolve("secret.key"), elliptic.keyPem());
            Files.setPosixFilePermissions(secret, Set.of());
            assumeFalse(Files.isReadable(secret), "the superuser reads every file");

            assertThat(problem(secret.toString(), elliptic.certPem(), config -> {}).expected())
                    .matches("a file that user .+ may read");
        }

        @Test
        void thatAreDirectories() {
            assertThat(problem(elliptic.keyPem(), directory.toString(), config -> {}))
                    .hasToString(
                            "listener web: listeners.web.tls.cert: \"%s\" (expected: a file; this is a directory)"
                                    .formatted(directory));
        }

        @Test
        void thatNeverEnd() {
            assertThat(problem("/dev/zero", elliptic.certPem(), config -> {}).expected())
                    .isEqualTo("a file of at most 1 MiB");
        }

        @Test
        void aboveTheirOwnDirectory() {
            assertThat(problem(path("x/../none.key"), elliptic.certPem(), config -> {}).expected())
                    .isEqualTo("a path without .. segments");
            assertThat(problem("..\\none.key", elliptic.certPem(), config -> {}).expected())
                    .isEqualTo("a path without .. segments");
        }

        @Test
        void whoseNameHoldsNul() {
            Problem problem = problem("server.key\0.txt", elliptic.certPem(), config -> {});

            assertThat(problem.expected()).isEqualTo("a path without NUL");
            assertThat(problem.value()).isEqualTo("server.key\\0.txt");
        }

        @Test
        void thatAreNotPem() throws IOException {
            Files.writeString(directory.resolve("notes.txt"), "remember the milk");

            assertThat(problem(path("notes.txt"), elliptic.certPem(), config -> {}).expected())
                    .isEqualTo("PEM; no -----BEGIN line was found");
        }
    }

    @Nested
    class RefusesKeys {

        @Test
        void thatFitAnotherCertificate() {
            Problem problem =
                    problem(
                            elliptic.keyPem(),
                            authority.server().commonName("other").issue().certPem(),
                            config -> {});

            assertThat(problem.key()).isEqualTo("listeners.web.tls.key");
            assertThat(problem.expected())
                    .isEqualTo(
                            "the key of the first certificate in (inline PEM) (CN=other); it does not fit");
        }

        @Test
        void ofAnotherKindThanTheCertificate() {
            assertThat(problem(rsa.keyPem(), elliptic.certPem(), config -> {}).expected())
                    .endsWith("it does not fit");
        }

        @Test
        void thatAreEncryptedWithoutAPassphrase() {
            Problem problem =
                    problem(
                            elliptic.encryptedKeyPem("open sesame"),
                            elliptic.certPem(),
                            config -> {});

            assertThat(problem)
                    .hasToString(
                            "listener web: listeners.web.tls.passphrase: none (expected: the passphrase of the encrypted key (inline PEM))");
        }

        @Test
        void thatAreEncryptedWithAnother() {
            String key = elliptic.encryptedKeyPem("open sesame");

            ConfigException failure =
                    failure(key, elliptic.certPem(), config -> config.passphrase("hunter2"));

            assertThat(failure)
                    .hasMessage(
                            "listener web: listeners.web.tls.key: \"(inline PEM)\" (expected: a key that tls.passphrase opens; it does not)");
            assertThat(failure).hasStackTraceContaining("KeyMaterialException");
            assertThat(failure.getMessage()).doesNotContain("hunter2");
        }

        @Test
        void evenWhenTheWrongPassphraseYieldsPaddingThatLooksRight() {
            String key = elliptic.encryptedKeyPem("open sesame", "PBEWithMD5AndDES");

            for (int i = 0; i < 1000; i++) {
                String wrong = "wrong " + i;
                assertThat(
                                problem(key, elliptic.certPem(), config -> config.passphrase(wrong))
                                        .expected())
                        .isEqualTo("a key that tls.passphrase opens; it does not");
            }
        }

        @Test
        void inOpenSslsOldEncryptionSayingHowToConvertThem() {
            String old =
                    """
                    -----BEGIN EC PRIVATE KEY-----
                    Proc-Type: 4,ENCRYPTED
                    DEK-Info: AES-128-CBC,5A8EBF3C8EA1D3E2D29D1C2B2C1E6F00

                    AAAA
                    -----END EC PRIVATE KEY-----
                    """;

            assertThat(problem(old, elliptic.certPem(), config -> {}).expected())
                    .contains("Proc-Type: 4,ENCRYPTED")
                    .contains("openssl pkcs8 -topk8");
        }

        @Test
        void thatAreNone() {
            assertThat(problem(elliptic.certPem(), elliptic.certPem(), config -> {}).expected())
                    .isEqualTo(
                            "a PEM block PRIVATE KEY, ENCRYPTED PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY; found CERTIFICATE");
        }

        @Test
        void thatAreCutShort() {
            String pem = elliptic.keyPem();
            String shortened =
                    pem.substring(0, pem.length() - 66) + "\n-----END PRIVATE KEY-----\n";

            assertThat(problem(shortened, elliptic.certPem(), config -> {}).key())
                    .isEqualTo("listeners.web.tls.key");
            assertThat(problem(pem.substring(0, 100), elliptic.certPem(), config -> {}).expected())
                    .isEqualTo("PEM; \"-----END PRIVATE KEY-----\" is missing");
        }

        @Test
        void withoutEverShowingThem() {
            String secret = elliptic.keyPem().lines().skip(1).findFirst().orElseThrow();
            String pem = elliptic.keyPem().replace("-----END", "*****END");

            assertThat(failure(pem, elliptic.certPem(), config -> {}))
                    .hasMessageNotContaining(secret)
                    .hasMessageContaining("(inline PEM)");
        }
    }

    @Nested
    class RefusesCertificates {

        @Test
        void thatHaveExpired() {
            Identity expired = authority.server().expired().issue();

            Problem problem = problem(expired.keyPem(), expired.certPem(), config -> {});

            assertThat(problem.key()).isEqualTo("listeners.web.tls.cert");
            assertThat(problem.expected())
                    .isEqualTo(
                            "a certificate that is valid now; CN=localhost expired on "
                                    + expired.certificate().getNotAfter().toInstant());
        }

        @Test
        void thatAreNotValidYet() {
            Identity early = authority.server().notYetValid().issue();

            assertThat(problem(early.keyPem(), early.certPem(), config -> {}).expected())
                    .startsWith("a certificate that is valid now; CN=localhost is valid from ");
        }

        @Test
        void inAChainThatDoesNotBeginWithTheLeaf() {
            Identity below = authority.intermediate("Below").server().issue();
            String reversed = new Identity(below.key(), below.chain().reversed()).certPem();

            ConfigException failure = failure(below.keyPem(), reversed, config -> {});

            assertThat(failure)
                    .hasMessageContaining("it is that of certificate 2: the leaf must come first")
                    .hasMessageContaining(
                            "certificate 2 (CN=localhost) did not sign certificate 1 (CN=Below)");
        }

        @Test
        void withOneBetweenThatSignedNothing() {
            String chain = elliptic.certPem() + authority.intermediate("Stray").certPem();

            assertThat(problem(elliptic.keyPem(), chain, config -> {}).expected())
                    .contains("certificate 2 (CN=Stray) did not sign certificate 1 (CN=localhost)");
        }

        @Test
        void ofAnAuthorityFileWithoutAny() throws IOException {
            Files.writeString(directory.resolve("empty.crt"), "");

            Problem problem =
                    problem(
                            elliptic.keyPem(),
                            elliptic.certPem(),
                            config -> config.ca(path("empty.crt")));

            assertThat(problem.key()).isEqualTo("listeners.web.tls.ca");
            assertThat(problem.expected()).isEqualTo("PEM; no -----BEGIN line was found");
        }
    }

    @Nested
    class RefusesStores {

        @Test
        void withAnotherPassphraseOrNone() throws IOException {
            Files.write(directory.resolve("locked.p12"), rsa.pkcs12("open sesame"));

            assertThat(storeProblem("locked.p12", "hunter2").expected())
                    .isEqualTo("a store that tls.passphrase opens; it does not");
            assertThat(storeProblem("locked.p12", null))
                    .hasToString(
                            "listener web: listeners.web.tls.passphrase: none (expected: the passphrase of the store %s)"
                                    .formatted(path("locked.p12")));
        }

        @Test
        void thatAreSomethingElse() throws IOException {
            Files.writeString(directory.resolve("pem.p12"), rsa.certPem());

            assertThat(storeProblem("pem.p12", "open sesame").expected())
                    .isEqualTo("a PKCS #12 store that can be read");
        }

        @Test
        void thatHoldAnExpiredCertificate() throws IOException {
            Files.write(
                    directory.resolve("old.p12"),
                    authority.server().expired().issue().pkcs12("open sesame"));

            assertThat(storeProblem("old.p12", "open sesame").expected()).contains("expired on");
        }
    }

    @Test
    void aCertificateNearItsEndIsWarnedOfWithTheDaysLeft(LogCapture logs) {
        Instant end = Instant.now().plus(Duration.ofDays(12)).truncatedTo(ChronoUnit.SECONDS);
        Identity ending = authority.server().valid(Instant.now(), end).issue();

        load(ending.keyPem(), ending.certPem(), config -> {});

        assertThat(logs.expect(WARNING, "expires in").message())
                .isEqualTo("listener web: certificate CN=localhost expires in 11 days, on " + end);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        ConfigException failure =
                failure(
                        path("none.key"),
                        path("none.crt"),
                        config -> config.ca(path("none.ca")).ciphers(List.of("NONSENSE")));

        assertThat(failure.problems())
                .extracting(Problem::key)
                .containsExactly(
                        "listeners.web.tls.ca",
                        "listeners.web.tls.cert",
                        "listeners.web.tls.ciphers",
                        "listeners.web.tls.key");
        assertThat(failure.getSuppressed()).hasSize(4);
    }

    @Test
    void suitesThatNeedAnotherKindOfKeyAreRefused() {
        Problem problem =
                problem(
                        elliptic.keyPem(),
                        elliptic.certPem(),
                        config -> config.ciphers(List.of("ECDHE-RSA-AES128-GCM-SHA256")));

        assertThat(problem)
                .hasToString(
                        "listener web: listeners.web.tls.ciphers: \"ECDHE-RSA-AES128-GCM-SHA256\" (expected: a cipher suite for TLSv1.3 or TLSv1.2 with a key for EC; there is none)");
    }

    private static LoadedTls load(String key, String cert, Consumer<TlsConfig.Builder> change) {
        TlsConfig.Builder config = TlsConfig.builder().key(key).cert(cert);
        change.accept(config);
        return TlsLoader.load("web", config.build(), InstantSource.system());
    }

    private static ConfigException failure(
            String key, String cert, Consumer<TlsConfig.Builder> change) {
        return catchThrowableOfType(ConfigException.class, () -> load(key, cert, change));
    }

    private static Problem problem(String key, String cert, Consumer<TlsConfig.Builder> change) {
        ConfigException failure = failure(key, cert, change);
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().getFirst();
    }

    private static LoadedTls store(String file, @Nullable String passphrase) {
        TlsConfig.Builder config = TlsConfig.builder().store(path(file));
        if (passphrase != null) {
            config.passphrase(passphrase);
        }
        return TlsLoader.load("web", config.build(), InstantSource.system());
    }

    private static Problem storeProblem(String file, @Nullable String passphrase) {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> store(file, passphrase));
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().getFirst();
    }

    private static String path(String file) {
        return directory.resolve(file).toString();
    }
}
