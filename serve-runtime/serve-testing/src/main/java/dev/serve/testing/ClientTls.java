package dev.serve.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS contexts for clients. */
public final class ClientTls {

    private static final char[] NO_PASSWORD = new char[0];

    private ClientTls() {}

    /** A client that trusts that authority alone and shows no certificate. */
    public static SSLContext trusting(CertificateAuthority authority) {
        return context(List.of(authority.certificate()), null);
    }

    /** A client that trusts that authority alone, and shows a certificate when asked. */
    public static SSLContext trusting(CertificateAuthority authority, Identity client) {
        return context(List.of(authority.certificate()), client);
    }

    /** A client that trusts just those certificates, be they authorities' or a server's own. */
    static SSLContext trusting(List<X509Certificate> certificates) {
        return context(certificates, null);
    }

    /**
     * A client that trusts that authority alone, and shows its certificate whichever authorities
     * the server says it takes. The JDK's own key manager would rather show none.
     */
    public static SSLContext insistent(CertificateAuthority authority, Identity client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new InsistentKeyManager(client)},
                    trustManagers(List.of(authority.certificate())),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context showing " + client, e);
        }
    }

    private static SSLContext context(List<X509Certificate> trusted, @Nullable Identity client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(client == null ? null : keyManagers(client), trustManagers(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context trusting " + trusted, e);
        }
    }

    private static TrustManager[] trustManagers(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore roots = emptyStore();
        for (X509Certificate certificate : trusted) {
            roots.setCertificateEntry("trusted-" + roots.size(), certificate);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        return trust.getTrustManagers();
    }

    private static KeyManager[] keyManagers(Identity client)
            throws GeneralSecurityException, IOException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry(
                "client", client.key(), NO_PASSWORD, client.chain().toArray(new Certificate[0]));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
