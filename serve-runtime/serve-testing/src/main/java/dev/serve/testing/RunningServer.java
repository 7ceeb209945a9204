package dev.serve.testing;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Profile;
import dev.serve.api.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A started server and the clients that tests were given of it. */
final class RunningServer implements AutoCloseable {

    private final Server server;
    private final @Nullable SSLContext clientTls;
    private final Map<String, TestHttpClient> http = new LinkedHashMap<>(); // guarded by this
    private final Deque<RawClient> raw = new ArrayDeque<>(); // guarded by this

    private RunningServer(Server server, @Nullable SSLContext clientTls) {
        this.server = server;
        this.clientTls = clientTls;
    }

    static RunningServer start(Consumer<ServerBuilder> setUp, @Nullable SSLContext clientTls) {
        ServerBuilder builder = Server.builder();
        setUp.accept(builder);
        builder.profile(Profile.TESTING);
        return new RunningServer(onLoopback(builder).start(), clientTls);
    }

    /**
     * The profile moves ports. Hosts are known once a server has been built; when one is not the
     * loopback address, another is built with that overridden.
     */
    private static Server onLoopback(ServerBuilder builder) {
        Server server = builder.build();
        boolean moved = false;
        for (Map.Entry<String, ListenerConfig> listener : server.config().listeners().entrySet()) {
            ListenerConfig config = listener.getValue();
            if (!config.isUnix() && !isLoopback(config.host())) {
                builder.set("listeners." + listener.getKey() + ".host", "127.0.0.1");
                moved = true;
            }
        }
        if (moved) {
            server.close();
            server = builder.build();
        }
        server.config().listeners().forEach(RunningServer::check);
        return server;
    }

    private static void check(String name, ListenerConfig config) {
        Integer port = config.port();
        if (port != null && (port != 0 || !isLoopback(config.host()))) {
            throw new IllegalStateException(
                    "listener "
                            + name
                            + ": "
                            + config.addressText()
                            + " (expected: a host and port that tests can move; they are fixed)");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    Server server() {
        return server;
    }

    String onlyListener() {
        List<ListenerView> listeners = server.listeners();
        if (listeners.size() != 1) {
            throw new IllegalStateException(
                    "no listener named (expected: one of "
                            + listeners.stream().map(ListenerView::name).toList()
                            + " in @Listener or @Port)");
        }
        return listeners.getFirst().name();
    }

    URI uri(String listener) {
        String scheme = config(listener).tls() == null ? "http" : "https";
        String host = config(listener).host();
        return URI.create(
                scheme
                        + "://"
                        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                        + ":"
                        + server.port(listener));
    }

    InetSocketAddress address(String listener) {
        return new InetSocketAddress(config(listener).host(), server.port(listener));
    }

    Path path(String listener) {
        String path = config(listener).path();
        if (path == null) {
            throw new IllegalArgumentException(
                    "listener " + listener + ": no path (expected: a Unix socket)");
        }
        return Path.of(path);
    }

    synchronized TestHttpClient http(String listener) {
        return http.computeIfAbsent(
                listener, name -> TestHttpClient.of(uri(name), clientTls(name)));
    }

    RawClient raw(String listener) {
        RawClient client =
                config(listener).isUnix()
                        ? RawClient.unix(path(listener))
                        : RawClient.tcp(address(listener));
        synchronized (this) {
            raw.push(client);
        }
        SSLContext tls = clientTls(listener);
        return tls == null ? client : client.tls(tls);
    }

    synchronized void closeConnections() {
        raw.forEach(RawClient::close);
        raw.clear();
    }

    @Override
    public void close() {
        try {
            closeConnections();
            synchronized (this) {
                http.values().forEach(TestHttpClient::close);
            }
        } finally {
            server.close();
        }
    }

    private ListenerConfig config(String listener) {
        ListenerConfig config = server.config().listeners().get(listener);
        if (config == null) {
            throw new IllegalArgumentException(
                    "listener "
                            + listener
                            + " (expected: one of "
                            + server.config().listeners().keySet()
                            + ")");
        }
        return config;
    }

    /** What clients of a listener use; null for a listener without TLS. */
    private @Nullable SSLContext clientTls(String listener) {
        TlsConfig tls = config(listener).tls();
        if (tls == null || clientTls != null) {
            return tls == null ? null : clientTls;
        }
        String cert = tls.cert();
        if (cert == null) {
            throw new IllegalStateException(
                    "listener "
                            + listener
                            + ": keys in a store (expected: ServeExtension.clientTls, or a PEM certificate to trust)");
        }
        try {
            byte[] pem =
                    cert.contains("-----BEGIN ")
                            ? cert.getBytes(StandardCharsets.ISO_8859_1)
                            : Files.readAllBytes(Path.of(cert));
            return ClientTls.trusting(
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "listener " + listener + ": no client that trusts its certificate", e);
        }
    }
}
