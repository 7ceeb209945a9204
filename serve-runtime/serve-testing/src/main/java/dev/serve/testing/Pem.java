package dev.serve.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Keys and certificates as PEM text (RFC 7468). */
final class Pem {

    private Pem() {}

    static String certificates(List<X509Certificate> chain) {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                pem.append(armour("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("certificate without encoding", e);
            }
        }
        return pem.toString();
    }

    static String key(PrivateKey key, PublicKey publicKey, KeyForm form) {
        try {
            return switch (form) {
                case PKCS8 -> armour("PRIVATE KEY", key.getEncoded());
                case PKCS1 -> armour("RSA PRIVATE KEY", pkcs1(key));
                case SEC1 -> armour("EC PRIVATE KEY", sec1(key, publicKey));
            };
        } catch (IOException e) {
            throw new IllegalStateException("key of a form that was not understood", e);
        }
    }

    static String encryptedKey(PrivateKey key, String passphrase, String algorithm) {
        try {
            SecretKey secret =
                    SecretKeyFactory.getInstance(algorithm)
                            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.ENCRYPT_MODE, secret);
            AlgorithmParameters parameters = named(cipher.getParameters());
            byte[] sealed = cipher.doFinal(key.getEncoded());
            return armour(
                    "ENCRYPTED PRIVATE KEY",
                    new EncryptedPrivateKeyInfo(parameters, sealed).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no key encrypted by " + algorithm, e);
        }
    }

    /** PBES2 parameters must be given under that name, which the JDK's own cipher does not do. */
    private static AlgorithmParameters named(AlgorithmParameters parameters)
            throws GeneralSecurityException, IOException {
        if (!parameters.getAlgorithm().startsWith("PBEWithHmac")) {
            return parameters;
        }
        AlgorithmParameters pbes2 = AlgorithmParameters.getInstance("PBES2");
        pbes2.init(parameters.getEncoded());
        return pbes2;
    }

    private static byte[] pkcs1(PrivateKey key) throws IOException {
        if (!(key instanceof RSAPrivateKey)) {
            throw new IllegalArgumentException(
                    "PKCS #1 for an " + key.getAlgorithm() + " key (expected: an RSA key)");
        }
        return PrivateKeyInfo.getInstance(key.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    /**
     * With curve and public key inside, as OpenSSL writes it; the JDK's own encoding has neither.
     */
    private static byte[] sec1(PrivateKey key, PublicKey publicKey) throws IOException {
        if (!(key instanceof ECPrivateKey elliptic)) {
            throw new IllegalArgumentException(
                    "SEC 1 for an " + key.getAlgorithm() + " key (expected: an EC key)");
        }
        DERBitString point =
                new DERBitString(
                        SubjectPublicKeyInfo.getInstance(publicKey.getEncoded())
                                .getPublicKeyData()
                                .getBytes());
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        elliptic.getParams().getOrder().bitLength(),
                        elliptic.getS(),
                        point,
                        PrivateKeyInfo.getInstance(key.getEncoded())
                                .getPrivateKeyAlgorithm()
                                .getParameters())
                .getEncoded();
    }

    private static String armour(String label, byte[] der) {
        String text =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
