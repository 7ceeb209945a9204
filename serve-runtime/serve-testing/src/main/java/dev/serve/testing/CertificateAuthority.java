package dev.serve.testing;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs certificates for tests and for trying things out. Immutable, any thread may use it.
 *
 * <pre>{@code
 * CertificateAuthority authority = CertificateAuthority.create("Test CA");
 * Identity server = authority.server().issue();
 * Identity alice = authority.client("alice").issue();
 * SSLContext trusting = ClientTls.trusting(authority);
 * }</pre>
 */
public final class CertificateAuthority {

    private static final Duration LIFE = Duration.ofDays(3650);

    private final Identity identity;
    private final boolean root;

    private CertificateAuthority(Identity identity, boolean root) {
        this.identity = identity;
        this.root = root;
    }

    /** A new root authority of that common name, valid for ten years. */
    public static CertificateAuthority create(String commonName) {
        return create(commonName, Instant.now());
    }

    static CertificateAuthority create(String commonName, Instant now) {
        return new CertificateAuthority(
                new CertificateRequest(null, CertificateRequest.Use.AUTHORITY, commonName)
                        .valid(now.minus(Duration.ofMinutes(5)), now.plus(LIFE))
                        .issue(),
                true);
    }

    /** The root authority that a key and certificate make up. */
    static CertificateAuthority of(Identity identity) {
        return new CertificateAuthority(identity, true);
    }

    /** A new authority below this one; the chains of what it signs hold its certificate. */
    public CertificateAuthority intermediate(String commonName) {
        return new CertificateAuthority(
                new CertificateRequest(this, CertificateRequest.Use.AUTHORITY, commonName)
                        .valid(Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plus(LIFE))
                        .issue(),
                false);
    }

    /**
     * A certificate for a server that is reached as {@code localhost}, {@code 127.0.0.1} or {@code
     * ::1}, unless {@link CertificateRequest#names} says otherwise.
     */
    public CertificateRequest server() {
        return new CertificateRequest(this, CertificateRequest.Use.SERVER, "localhost")
                .names("localhost", "127.0.0.1", "::1");
    }

    /** A certificate for a client of that common name. */
    public CertificateRequest client(String commonName) {
        return new CertificateRequest(this, CertificateRequest.Use.CLIENT, commonName);
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** Its own certificate as PEM. */
    public String certPem() {
        return Pem.certificates(List.of(certificate()));
    }

    /** Its own key and certificate. */
    public Identity identity() {
        return identity;
    }

    /** The chain of a certificate that this authority has signed. */
    List<X509Certificate> chainOf(X509Certificate certificate) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate);
        if (!root) {
            chain.addAll(identity.chain());
        }
        return chain;
    }

    PublicKey publicKey() {
        return certificate().getPublicKey();
    }
}
