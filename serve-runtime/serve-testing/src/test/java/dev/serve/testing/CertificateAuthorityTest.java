package dev.serve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateAuthorityTest {

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void signsForEveryKindOfKey(KeyKind kind) throws GeneralSecurityException {
        Identity server = authority.server().key(kind).issue();

        server.certificate().verify(authority.certificate().getPublicKey());
        server.certificate().checkValidity();
        assertThat(server.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void aServerIsReachedByNameAndByBothLoopbackAddresses() throws GeneralSecurityException {
        assertThat(authority.server().issue().certificate().getSubjectAlternativeNames())
                .<Object>extracting(entry -> entry.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void aClientBearsItsName() {
        assertThat(authority.client("alice").issue().certificate().getSubjectX500Principal())
                .hasToString("CN=alice");
    }

    @Test
    void anIntermediateStandsInTheChain() {
        CertificateAuthority below = authority.intermediate("Below");

        assertThat(below.server().issue().chain()).hasSize(2).last().isEqualTo(below.certificate());
    }

    @Test
    void validityCanLieOnEitherSideOfNow() {
        assertThatExceptionOfType(CertificateExpiredException.class)
                .isThrownBy(
                        () -> authority.server().expired().issue().certificate().checkValidity());
        assertThatExceptionOfType(CertificateNotYetValidException.class)
                .isThrownBy(
                        () ->
                                authority
                                        .server()
                                        .notYetValid()
                                        .issue()
                                        .certificate()
                                        .checkValidity());
    }

    @Test
    void keysHaveOnlyTheFormsOfTheirKind() {
        Identity elliptic = authority.server().issue();
        Identity rsa = authority.server().key(KeyKind.RSA_2048).issue();

        assertThat(elliptic.keyPem(KeyForm.SEC1)).startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(rsa.keyPem(KeyForm.PKCS1)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(rsa.encryptedKeyPem("secret"))
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThatIllegalArgumentException().isThrownBy(() -> elliptic.keyPem(KeyForm.PKCS1));
        assertThatIllegalArgumentException().isThrownBy(() -> rsa.keyPem(KeyForm.SEC1));
    }

    @Test
    void aKeyIsNeverPrinted() {
        assertThat(authority.client("alice").issue()).hasToString("Identity[CN=alice]");
    }
}
