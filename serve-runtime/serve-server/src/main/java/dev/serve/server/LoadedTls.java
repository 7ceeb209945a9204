package dev.serve.server;

import dev.serve.api.config.CipherOrder;
import dev.serve.api.config.ClientAuth;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Keys and settings of one listener's TLS, as one generation of it uses them. Immutable; any thread
 * may make engines.
 *
 * @param context keys, trusted authorities and sessions
 * @param certificate the certificate that the server shows
 * @param protocols enabled versions
 * @param ciphers enabled suites, JSSE names, in order of preference
 * @param cipherOrder whose preference decides
 * @param clientAuth whether a client certificate is asked for
 */
record LoadedTls(
        SSLContext context,
        X509Certificate certificate,
        List<String> protocols,
        List<String> ciphers,
        CipherOrder cipherOrder,
        ClientAuth clientAuth) {

    LoadedTls {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /**
     * An engine for one connection. It knows no peer name, so that nothing looks one up.
     *
     * <p>ALPN (RFC 7301): the first of {@code applicationProtocols} that the client offers is
     * taken; a client that offers only others gets the alert {@code no_application_protocol}; one
     * that offers none goes on without. With an empty list ALPN is not answered.
     *
     * @param applicationProtocols the server's protocols, in order of preference
     */
    SSLEngine newEngine(List<String> applicationProtocols) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters =
                new SSLParameters(ciphers.toArray(new String[0]), protocols.toArray(new String[0]));
        parameters.setUseCipherSuitesOrder(cipherOrder == CipherOrder.SERVER);
        switch (clientAuth) {
            case NONE -> {}
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        if (!applicationProtocols.isEmpty()) {
            List<String> ours = List.copyOf(applicationProtocols);
            engine.setHandshakeApplicationProtocolSelector(
                    (handshaking, offered) ->
                            ours.stream()
                                    .filter(offered::contains)
                                    .filter(name -> allows(handshaking, name))
                                    .findFirst()
                                    .orElse(null));
        }
        return engine;
    }

    private static boolean allows(SSLEngine handshaking, String applicationProtocol) {
        return !applicationProtocol.equals("h2")
                || CipherSuites.fitHttp2(handshaking.getHandshakeSession().getCipherSuite());
    }
}
