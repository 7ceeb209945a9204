package dev.serve.server;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Private keys out of PEM: PKCS #8 (RFC 5958), encrypted PKCS #8 (PBES1 and PBES2 as far as the JDK
 * has them), PKCS #1 (RFC 8017) and SEC 1 (RFC 5915). OpenSSL's old encryption (headers {@code
 * Proc-Type}, {@code DEK-Info}) derives its key by one round of MD5 and is refused.
 */
final class PemKeys {

    private static final String RSA_OID = "2a864886f70d010101";
    private static final String EC_OID = "2a8648ce3d0201";

    /** Object identifiers of PKCS #8 algorithms, as DER has them, and the JDK's names. */
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    RSA_OID,
                    "RSA",
                    "2a864886f70d01010a",
                    "RSASSA-PSS",
                    EC_OID,
                    "EC",
                    "2b6570",
                    "Ed25519",
                    "2b6571",
                    "Ed448");

    private static final Set<String> LABELS =
            Set.of("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

    private PemKeys() {}

    /** The one private key in the text. */
    static PrivateKey parse(String text, @Nullable String passphrase) throws KeyMaterialException {
        List<PemBlock> blocks = PemBlock.parse(text);
        List<PemBlock> keys =
                blocks.stream().filter(block -> LABELS.contains(block.label())).toList();
        if (keys.size() != 1) {
            String found = blocks.stream().map(PemBlock::label).collect(Collectors.joining(", "));
            throw new KeyMaterialException(
                    (keys.isEmpty() ? "a PEM block " : "one PEM block ")
                            + "PRIVATE KEY, ENCRYPTED PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY; found "
                            + found);
        }
        PemBlock key = keys.getFirst();
        if (key.headers()) {
            throw new KeyMaterialException(
                    "a key in PKCS #8; OpenSSL's old encryption (Proc-Type: 4,ENCRYPTED) is not read: convert it by"
                            + " openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW");
        }
        return switch (key.label()) {
            case "PRIVATE KEY" -> pkcs8(key.der());
            case "ENCRYPTED PRIVATE KEY" -> decrypt(key.der(), passphrase);
            case "RSA PRIVATE KEY" -> pkcs1(key.der());
            default -> sec1(key.der(), curveBeside(blocks));
        };
    }

    private static PrivateKey pkcs8(byte[] der) throws KeyMaterialException {
        List<Der.Element> parts = Der.children(der);
        if (parts.size() < 3 || parts.get(1).tag() != Der.SEQUENCE) {
            throw new KeyMaterialException(
                    "a key in PKCS #8; version, algorithm and key are not all there");
        }
        List<Der.Element> algorithm = Der.children(parts.get(1).encoded());
        String oid =
                algorithm.isEmpty() ? "" : HexFormat.of().formatHex(algorithm.getFirst().value());
        String name = ALGORITHMS.get(oid);
        if (name == null) {
            throw new KeyMaterialException(
                    "a key for RSA, EC, Ed25519 or Ed448; it is for the algorithm with the identifier "
                            + oid
                            + " (DER)");
        }
        try {
            return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            throw new KeyMaterialException("an " + name + " key that can be read", e);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException("a key of a kind that this JDK knows", e);
        }
    }

    private static PrivateKey pkcs1(byte[] der) throws KeyMaterialException {
        byte[] algorithm = Der.sequence(oid(RSA_OID), Der.NULL);
        return pkcs8(Der.sequence(Der.ZERO, algorithm, Der.element(Der.OCTET_STRING, der)));
    }

    private static PrivateKey sec1(byte[] der, byte @Nullable [] curveBeside)
            throws KeyMaterialException {
        byte[] curve = curveBeside;
        for (Der.Element part : Der.children(der)) {
            if (part.tag() == Der.CONTEXT_0) {
                curve = part.value();
            }
        }
        if (curve == null) {
            throw new KeyMaterialException(
                    "a SEC 1 key that names its curve; convert it by openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] algorithm = Der.sequence(oid(EC_OID), curve);
        return pkcs8(Der.sequence(Der.ZERO, algorithm, Der.element(Der.OCTET_STRING, der)));
    }

    /** {@code openssl ecparam -genkey} writes the curve as a block of its own ahead of the key. */
    private static byte @Nullable [] curveBeside(List<PemBlock> blocks) {
        for (PemBlock block : blocks) {
            if (block.label().equals("EC PARAMETERS") && !block.headers()) {
                return block.der();
            }
        }
        return null;
    }

    private static PrivateKey decrypt(byte[] der, @Nullable String passphrase)
            throws KeyMaterialException {
        if (passphrase == null) {
            throw KeyMaterialException.passphraseMissing("the passphrase of the encrypted key");
        }
        EncryptedPrivateKeyInfo sealed;
        String cipherName;
        try {
            sealed = new EncryptedPrivateKeyInfo(der);
            cipherName = cipherName(sealed);
        } catch (IOException e) {
            throw new KeyMaterialException(
                    "an encrypted key whose encryption this JDK knows; convert it by openssl pkcs8 -topk8 -v2"
                            + " aes-256-cbc",
                    e);
        }
        PBEKeySpec secret = new PBEKeySpec(passphrase.toCharArray());
        byte[] opened;
        try {
            SecretKey key = SecretKeyFactory.getInstance(cipherName).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(cipherName);
            cipher.init(Cipher.DECRYPT_MODE, key, sealed.getAlgParameters());
            opened = cipher.doFinal(sealed.getEncryptedData());
        } catch (BadPaddingException | InvalidKeySpecException e) {
            throw wrongPassphrase(e);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException(
                    "an encryption that this JDK knows; "
                            + cipherName
                            + " is none: convert it by openssl pkcs8 -topk8 -v2 aes-256-cbc",
                    e);
        } finally {
            secret.clearPassword();
        }
        try {
            return pkcs8(opened);
        } catch (KeyMaterialException e) {
            // One wrong passphrase in 256 leaves padding that looks right around noise.
            if (looksLikePkcs8(opened)) {
                throw e;
            }
            throw wrongPassphrase(e);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    /** With PBES2 the JDK hides the name of the cipher in its parameters. */
    private static String cipherName(EncryptedPrivateKeyInfo sealed) {
        AlgorithmParameters parameters = sealed.getAlgParameters();
        boolean pbes2 =
                sealed.getAlgName().equals("PBES2")
                        || sealed.getAlgName().equals("1.2.840.113549.1.5.13");
        return pbes2 && parameters != null ? parameters.toString() : sealed.getAlgName();
    }

    private static boolean looksLikePkcs8(byte[] der) {
        try {
            return Der.children(der).size() >= 3;
        } catch (KeyMaterialException e) {
            return false;
        }
    }

    private static KeyMaterialException wrongPassphrase(Exception cause) {
        return new KeyMaterialException("a key that tls.passphrase opens; it does not", cause);
    }

    private static byte[] oid(String hex) {
        return Der.element(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
    }
}
