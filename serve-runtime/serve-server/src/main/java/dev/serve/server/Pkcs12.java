package dev.serve.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key and chain out of a PKCS #12 store (RFC 7292) that holds one private key. */
final class Pkcs12 {

    private Pkcs12() {}

    static KeyAndChain parse(byte[] bytes, @Nullable String passphrase)
            throws KeyMaterialException {
        if (passphrase == null) {
            throw KeyMaterialException.passphraseMissing("the passphrase of the store");
        }
        char[] password = passphrase.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            String alias = onlyKey(store);
            Key key = store.getKey(alias, password);
            Certificate[] chain = store.getCertificateChain(alias);
            if (!(key instanceof PrivateKey privateKey) || chain == null) {
                throw new KeyMaterialException(
                        "a store with a private key and its certificates; entry \""
                                + alias
                                + "\" has not both");
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : chain) {
                certificates.add((X509Certificate) certificate);
            }
            return new KeyAndChain(privateKey, certificates);
        } catch (UnrecoverableKeyException e) {
            throw wrongPassphrase(e);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassphrase(e);
            }
            throw new KeyMaterialException("a PKCS #12 store that can be read", e);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException("a PKCS #12 store whose encryption this JDK knows", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static String onlyKey(KeyStore store)
            throws GeneralSecurityException, KeyMaterialException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new KeyMaterialException(
                    "a store with one private key; found "
                            + (keys.isEmpty() ? "none" : String.join(", ", keys)));
        }
        return keys.getFirst();
    }

    private static KeyMaterialException wrongPassphrase(Exception cause) {
        return new KeyMaterialException("a store that tls.passphrase opens; it does not", cause);
    }
}
