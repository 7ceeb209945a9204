package dev.serve.server;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates out of PEM, and what must hold of a chain that a server shows. */
final class Certificates {

    private Certificates() {}

    /** Every certificate in the text, in order; at least one. */
    static List<X509Certificate> parse(String text) throws KeyMaterialException {
        List<PemBlock> blocks = PemBlock.parse(text);
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.label().equals("CERTIFICATE") && !block.headers()) {
                certificates.add(certificate(block.der(), certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw new KeyMaterialException(
                    "a PEM block CERTIFICATE; found "
                            + blocks.stream()
                                    .map(PemBlock::label)
                                    .collect(Collectors.joining(", ")));
        }
        return certificates;
    }

    /** Each certificate must be signed by the one after it (RFC 8446 section 4.4.2). */
    static void checkOrder(List<X509Certificate> chain) throws KeyMaterialException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate signed = chain.get(i);
            X509Certificate signer = chain.get(i + 1);
            try {
                if (!signed.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
                    throw new CertificateException("issued by another");
                }
                signed.verify(signer.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new KeyMaterialException(
                        "the leaf first and after each certificate the one that signed it; certificate "
                                + (i + 2)
                                + " ("
                                + signer.getSubjectX500Principal()
                                + ") did not sign certificate "
                                + (i + 1)
                                + " ("
                                + signed.getSubjectX500Principal()
                                + ")",
                        e);
            }
        }
    }

    static void checkValidity(X509Certificate certificate, Instant now)
            throws KeyMaterialException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        String name = certificate.getSubjectX500Principal().toString();
        if (now.isAfter(until)) {
            throw new KeyMaterialException(
                    "a certificate that is valid now; " + name + " expired on " + until);
        }
        if (now.isBefore(from)) {
            throw new KeyMaterialException(
                    "a certificate that is valid now; " + name + " is valid from " + from + " on");
        }
    }

    private static X509Certificate certificate(byte[] der, int number) throws KeyMaterialException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new KeyMaterialException(
                    "certificates that can be read; number " + number + " cannot", e);
        }
    }
}
