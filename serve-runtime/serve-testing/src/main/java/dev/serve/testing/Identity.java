package dev.serve.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that vouch for it. Immutable; made by a {@link
 * CertificateAuthority}.
 *
 * @param key the private key
 * @param chain its certificate first, then those of the authorities between it and the root
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {

    /** Copies the chain. */
    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain: none (expected: at least one certificate)");
        }
    }

    /** The certificate of the key. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The chain as PEM, its own certificate first. */
    public String certPem() {
        return Pem.certificates(chain);
    }

    /** The key as PEM, PKCS #8. */
    public String keyPem() {
        return keyPem(KeyForm.PKCS8);
    }

    /**
     * The key as PEM.
     *
     * @throws IllegalArgumentException if keys of this kind have no such form
     */
    public String keyPem(KeyForm form) {
        return Pem.key(key, certificate().getPublicKey(), form);
    }

    /** The key as encrypted PKCS #8 (PBES2: PBKDF2 with HMAC-SHA256, AES-256). */
    public String encryptedKeyPem(String passphrase) {
        return encryptedKeyPem(passphrase, "PBEWithHmacSHA256AndAES_256");
    }

    /**
     * The key as encrypted PKCS #8.
     *
     * @param algorithm a password-based cipher of the JDK, such as {@code PBEWithMD5AndDES}
     */
    public String encryptedKeyPem(String passphrase, String algorithm) {
        return Pem.encryptedKey(key, passphrase, algorithm);
    }

    /** Key and chain as a PKCS #12 store. */
    public byte[] pkcs12(String passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "identity", key, passphrase.toCharArray(), chain.toArray(new Certificate[0]));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, passphrase.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "no PKCS #12 store made of " + certificate().getSubjectX500Principal(), e);
        }
    }

    /**
     * Writes {@code <name>.crt} and {@code <name>.key}, the key readable by its owner only.
     *
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public void writeTo(Path directory, String name) {
        SecretFiles.write(directory.resolve(name + ".crt"), certPem());
        SecretFiles.writeSecret(directory.resolve(name + ".key"), keyPem());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
