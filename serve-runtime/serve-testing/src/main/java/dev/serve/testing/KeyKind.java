package dev.serve.testing;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The kinds of key a {@link CertificateAuthority} makes. */
public enum KeyKind {
    /** ECDSA on P-256; made in a millisecond. */
    EC_P256("SHA256withECDSA"),
    /** RSA with 2048 bits; takes some tenths of a second. */
    RSA_2048("SHA256withRSA"),
    /** Ed25519 (RFC 8410). */
    ED25519("Ed25519");

    private final String signature;

    KeyKind(String signature) {
        this.signature = signature;
    }

    /** The JCA name of the signatures that such a key makes. */
    String signature() {
        return signature;
    }

    KeyPair newKeyPair() {
        try {
            return generator().generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no " + this + " keys", e);
        }
    }

    private KeyPairGenerator generator() throws GeneralSecurityException {
        return switch (this) {
            case EC_P256 -> elliptic("secp256r1");
            case RSA_2048 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                yield generator;
            }
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519");
        };
    }

    private static KeyPairGenerator elliptic(String curve)
            throws GeneralSecurityException, InvalidAlgorithmParameterException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator;
    }
}
