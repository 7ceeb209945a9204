package dev.serve.server.wire;

import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Keys of a server, and a client that trusts them. */
final class TestTls {

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");
    private static final SSLContext SERVER = server(AUTHORITY.server().issue());

    private TestTls() {}

    static SSLContext client() {
        return ClientTls.trusting(AUTHORITY);
    }

    static SSLEngine serverEngine() {
        SSLEngine engine = SERVER.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    static SSLEngine clientEngine() {
        SSLEngine engine = client().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        return engine;
    }

    private static SSLContext server(Identity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(identity.pkcs12("test")), "test".toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, "test".toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }
}
