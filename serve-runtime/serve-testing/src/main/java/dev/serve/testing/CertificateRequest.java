package dev.serve.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link CertificateAuthority} for a certificate. Defaults: a new EC key on P-256, valid
 * from five minutes ago for 397 days. Not thread-safe.
 */
public final class CertificateRequest {

    enum Use {
        AUTHORITY,
        SERVER,
        CLIENT
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable CertificateAuthority signer;
    private final Use use;
    private String commonName;
    private List<String> names = List.of();
    private KeyKind keyKind = KeyKind.EC_P256;
    private Instant from = Instant.now().minus(Duration.ofMinutes(5));
    private Instant until = Instant.now().plus(Duration.ofDays(397));

    CertificateRequest(@Nullable CertificateAuthority signer, Use use, String commonName) {
        this.signer = signer;
        this.use = use;
        this.commonName = commonName;
    }

    /** Common name of the subject; default {@code localhost} for a server. */
    public CertificateRequest commonName(String commonName) {
        this.commonName = commonName;
        return this;
    }

    /** DNS names and addresses that it is valid for; they take the place of earlier ones. */
    public CertificateRequest names(String... names) {
        this.names = List.of(names);
        return this;
    }

    /** Kind of key; default {@link KeyKind#EC_P256}. */
    public CertificateRequest key(KeyKind kind) {
        this.keyKind = kind;
        return this;
    }

    /** First and last moment at which it is valid. */
    public CertificateRequest valid(Instant from, Instant until) {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "valid: until " + until + " (expected: later than " + from + ")");
        }
        this.from = from;
        this.until = until;
        return this;
    }

    /** One that was valid until yesterday. */
    public CertificateRequest expired() {
        Instant now = Instant.now();
        return valid(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
    }

    /** One that is valid from tomorrow on. */
    public CertificateRequest notYetValid() {
        Instant now = Instant.now();
        return valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
    }

    /** Makes the key and signs the certificate. */
    public Identity issue() {
        KeyPair keys = keyKind.newKeyPair();
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
        X500Name issuer =
                signer == null
                        ? subject
                        : X500Name.getInstance(
                                signer.certificate().getSubjectX500Principal().getEncoded());
        try {
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(127, RANDOM).setBit(126),
                            Date.from(from),
                            Date.from(until),
                            subject,
                            keys.getPublic());
            extend(builder, keys);
            PrivateKey signing = signer == null ? keys.getPrivate() : signer.identity().key();
            X509Certificate certificate =
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(
                                            new JcaContentSignerBuilder(signature(signing))
                                                    .build(signing)));
            return new Identity(
                    keys.getPrivate(),
                    signer == null ? List.of(certificate) : signer.chainOf(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("no certificate made for " + subject, e);
        }
    }

    private void extend(X509v3CertificateBuilder builder, KeyPair keys)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
        boolean authority = use == Use.AUTHORITY;
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                utils.createSubjectKeyIdentifier(keys.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                utils.createAuthorityKeyIdentifier(
                        signer == null ? keys.getPublic() : signer.publicKey()));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(
                        authority
                                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                : KeyUsage.digitalSignature));
        if (!authority) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            use == Use.SERVER
                                    ? KeyPurposeId.id_kp_serverAuth
                                    : KeyPurposeId.id_kp_clientAuth));
        }
        if (!names.isEmpty()) {
            GeneralName[] all =
                    names.stream().map(CertificateRequest::name).toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        }
    }

    private static String signature(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> KeyKind.RSA_2048.signature();
            case "EC" -> KeyKind.EC_P256.signature();
            default -> KeyKind.ED25519.signature();
        };
    }

    /** An address literal is an iPAddress, all else a dNSName (RFC 5280 section 4.2.1.6). */
    private static GeneralName name(String name) {
        boolean address = name.contains(":") || name.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
