package dev.serve.server;

import dev.serve.api.pool.TlsFacts;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a finished handshake has settled, for those who look at the connection. */
final class Handshaken {

    private Handshaken() {}

    static TlsFacts facts(SSLSession session, String alpn) {
        return new TlsFacts(
                session.getProtocol(),
                session.getCipherSuite(),
                alpn.isEmpty() ? null : alpn,
                serverName(session),
                clientSubject(session));
    }

    private static @Nullable String serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private static @Nullable String clientSubject(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            // It has shown none.
            return null;
        }
    }
}
