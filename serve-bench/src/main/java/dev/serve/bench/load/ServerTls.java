package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The JDK's TLS with the key that all servers have. */
final class ServerTls {

    private static final String PASSWORD = "bench";

    private ServerTls() {}

    static SSLContext context(Path keys) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            byte[] identity = DevCertificates.createIn(keys).server().pkcs12(PASSWORD);
            store.load(new ByteArrayInputStream(identity), PASSWORD.toCharArray());
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS with the keys in " + keys, e);
        }
    }
}
