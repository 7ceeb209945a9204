package dev.serve.cli.keys;

import static dev.serve.cli.keys.Eye.CLOSED;
import static dev.serve.cli.keys.Eye.OPEN;
import static dev.serve.cli.keys.Probe.listener;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Keys of {@code tls}, seen by a client that trusts the certificates of a directory. */
final class TlsProbes {

    private static final DevCertificates OURS =
            DevCertificates.createIn(Path.of("target", "keys", "ours").toAbsolutePath());
    private static final DevCertificates OTHERS =
            DevCertificates.createIn(Path.of("target", "keys", "others").toAbsolutePath());
    private static final String KEY = "tls.key=" + OURS.file("server.key");
    private static final String CERT = "tls.cert=" + OURS.file("server.crt");
    private static final String CA = "tls.ca=" + OURS.file("ca.crt");

    private static final String NAME = "a.example";
    private static final String PASSPHRASE = DevCertificates.PASSPHRASE;
    private static final String STORE =
            "store: " + OURS.file("client.p12") + ", passphrase: " + PASSPHRASE;

    private TlsProbes() {}

    static List<Probe> all() {
        String ourKey = OURS.file("server.key").toString();
        String otherKey = OTHERS.file("server.key").toString();
        return List.of(
                listener("tls.key")
                        .with(CERT)
                        .of(ourKey, "CN=localhost")
                        .but(otherKey, EveryKeyTest.NO_START)
                        .by(eye -> subject(eye, OURS)),
                listener("tls.cert")
                        .with(KEY)
                        .of(OURS.file("server.crt").toString(), "CN=localhost")
                        .but(OTHERS.file("server.crt").toString(), EveryKeyTest.NO_START)
                        .by(eye -> subject(eye, OURS)),
                listener("tls.store")
                        .with("tls.passphrase=" + DevCertificates.PASSPHRASE)
                        .of(OTHERS.file("client.p12").toString(), "signed by others")
                        .but(OURS.file("client.p12").toString(), "signed by us")
                        .by(TlsProbes::signer),
                listener("tls.passphrase")
                        .with("tls.store=" + OURS.file("client.p12"))
                        .of("wrong", EveryKeyTest.NO_START)
                        .but(DevCertificates.PASSPHRASE, "signed by us")
                        .by(TlsProbes::signer),
                listener("tls.mode")
                        .with(KEY, CERT, CA)
                        .of("auto", "200")
                        .but("mutual-tls", "refused")
                        .by(eye -> get(eye, OURS.trusting())),
                listener("tls.client-auth")
                        .with(KEY, CERT, CA)
                        .of("optional", "200")
                        .but("required", "refused")
                        .by(eye -> get(eye, OURS.trusting())),
                listener("tls.ca")
                        .with(KEY, CERT, "tls.mode=mutual-tls")
                        .of(OTHERS.file("ca.crt").toString(), "refused")
                        .but(OURS.file("ca.crt").toString(), "200")
                        .by(eye -> get(eye, OURS.trustingAsClient())),
                listener("tls.protocols")
                        .with(KEY, CERT)
                        .of("TLSv1.2", "TLSv1.2")
                        .but("TLSv1.3", "TLSv1.3")
                        .by(eye -> session(eye).getProtocol()),
                listener("tls.ciphers")
                        .with(KEY, CERT)
                        .of("TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384")
                        .but("TLS_CHACHA20_POLY1305_SHA256", "TLS_CHACHA20_POLY1305_SHA256")
                        .by(eye -> session(eye).getCipherSuite()),
                listener("tls.cipher-order")
                        .with(
                                KEY,
                                CERT,
                                "tls.ciphers=TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256")
                        .of("server", "TLS_AES_256_GCM_SHA384")
                        .but("client", "TLS_AES_128_GCM_SHA256")
                        .by(
                                eye ->
                                        session(
                                                        eye,
                                                        "TLS_AES_128_GCM_SHA256",
                                                        "TLS_AES_256_GCM_SHA384")
                                                .getCipherSuite()),
                listener("pool.handshake-timeout")
                        .with(KEY, CERT, "pool.connection-timeout=1h")
                        .of("1h", OPEN)
                        .but("100ms", CLOSED)
                        .by(eye -> eye.after("\u0016\u0003\u0001")),
                sni("names", "names: [@], " + STORE)
                        .of("b.example", "CN=localhost")
                        .but(NAME, "CN=" + DevCertificates.CLIENT_NAME)
                        .by(eye -> named(eye).getSubjectX500Principal().getName()),
                sni("store", "names: [" + NAME + "], store: @, passphrase: " + PASSPHRASE)
                        .of(OTHERS.file("client.p12").toString(), "signed by others")
                        .but(OURS.file("client.p12").toString(), "signed by us")
                        .by(eye -> signer(named(eye))),
                sni(
                                "passphrase",
                                "names: ["
                                        + NAME
                                        + "], store: "
                                        + OURS.file("client.p12")
                                        + ", passphrase: @")
                        .of("wrong", EveryKeyTest.NO_START)
                        .but(PASSPHRASE, "signed by us")
                        .by(eye -> signer(named(eye))),
                sni("key", "names: [" + NAME + "], key: @, cert: " + OTHERS.file("client.crt"))
                        .of(OURS.file("client.key").toString(), EveryKeyTest.NO_START)
                        .but(OTHERS.file("client.key").toString(), "signed by others")
                        .by(eye -> signer(named(eye))),
                sni("cert", "names: [" + NAME + "], cert: @, key: " + OURS.file("client.key"))
                        .of(OTHERS.file("client.crt").toString(), EveryKeyTest.NO_START)
                        .but(OURS.file("client.crt").toString(), "signed by us")
                        .by(eye -> signer(named(eye))));
    }

    /** A key of the one certificate that is there for a name, beside that of the listener. */
    private static Probe.Draft sni(String key, String entry) {
        return listener("tls.sni[]." + key)
                .in(
                        "application: echo\nlisteners: { web: { port: 0, tls: { sni: [{ "
                                + entry
                                + " }] } } }\n")
                .with(KEY, CERT);
    }

    /** What is shown to a client that asks for the name. */
    private static X509Certificate named(Eye eye) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(eye.connect(), NAME, eye.port(), true)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket connect(Eye eye, SSLContext context) throws IOException {
        Socket plain = eye.connect();
        return (SSLSocket)
                context.getSocketFactory().createSocket(plain, "localhost", eye.port(), true);
    }

    private static String subject(Eye eye, DevCertificates trusted) throws IOException {
        try (SSLSocket socket = connect(eye, trusted.trusting())) {
            socket.startHandshake();
            X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSubjectX500Principal().getName();
        } catch (SSLException e) {
            return "not trusted";
        }
    }

    /** The stores hold certificates of clients, which no client trusts in a server. */
    private static String signer(Eye eye) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        try (SSLSocket socket = connect(eye, context)) {
            socket.startHandshake();
            return signer((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        }
    }

    private static String signer(X509Certificate leaf) throws Exception {
        try {
            leaf.verify(authority().getPublicKey());
            return "signed by us";
        } catch (SignatureException e) {
            return "signed by others";
        }
    }

    private static Certificate authority() throws Exception {
        try (InputStream pem = Files.newInputStream(OURS.file("ca.crt"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static String get(Eye eye, SSLContext context) throws IOException {
        try (SSLSocket socket = connect(eye, context)) {
            Eye.send(socket, Eye.request("/hello"));
            return Eye.status(Eye.all(socket));
        } catch (IOException e) {
            return "refused";
        }
    }

    private static SSLSession session(Eye eye, String... suites) throws IOException {
        try (SSLSocket socket = connect(eye, OURS.trusting())) {
            if (suites.length > 0) {
                socket.setEnabledCipherSuites(suites);
            }
            socket.startHandshake();
            return socket.getSession();
        }
    }
}
