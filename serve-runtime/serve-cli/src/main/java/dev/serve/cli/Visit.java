package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks each listener of {@link Trained} in each of its protocols, as a client in another process
 * does, so that a JVM that is watched has run what answers them. What is not answered ends the
 * visit. One thread.
 */
final class Visit {

    private static final System.Logger LOG = System.getLogger(Visit.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CALL = "/grpc.testing.TestService/EmptyCall";

    private final Path authority;

    /**
     * @param directory the one the server runs in, where its certificates are
     */
    Visit(Path directory) {
        authority = directory.resolve(Path.of("run", "certs", "ca.crt"));
    }

    /** Asks all of them, each by its name. */
    void all(List<RunState.Listening> listeners) throws InterruptedException {
        try {
            HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
            if (Files.exists(authority)) {
                builder.sslContext(trusting(authority));
            }
            HttpClient client = builder.build();
            try {
                for (RunState.Listening listener : listeners) {
                    one(client, listener);
                }
            } finally {
                // To close it would be to wait for whatever has not been answered.
                client.shutdownNow();
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(DEBUG, "not all are visited", e);
        }
    }

    private static void one(HttpClient client, RunState.Listening listener)
            throws IOException, InterruptedException {
        String url = listener.url();
        switch (listener.name()) {
            case "web" -> {
                get(client, url, "/hello", Version.HTTP_1_1);
                get(client, url, "/hello", Version.HTTP_2);
                get(client, url, "/events?n=1", Version.HTTP_1_1);
                talk(client, url.replaceFirst("http", "ws") + "/ws/echo");
            }
            case "files" -> {
                // HTTP/2 comes with TLS; in plain text it is rare.
                get(client, url, "/hello", Version.HTTP_1_1);
                get(client, url, "/old", Version.HTTP_1_1);
                get(client, url, "/files/serve.yaml", Version.HTTP_1_1);
            }
            case "tls" -> {
                get(client, url, "/hello", Version.HTTP_1_1);
                get(client, url, "/hello", Version.HTTP_2);
            }
            case "rpc" ->
                    send(
                            client,
                            HttpRequest.newBuilder(URI.create(url + CALL))
                                    .version(Version.HTTP_1_1)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString("{}")));
            case "tcp" -> frame(URI.create(url));
            case "admin" -> {
                get(client, url, "/", Version.HTTP_1_1);
                get(client, url, "/readyz", Version.HTTP_1_1);
                get(client, url, "/metrics", Version.HTTP_1_1);
            }
            default -> {
                // Nothing that the others do not speak.
            }
        }
    }

    private static void get(HttpClient client, String url, String path, Version version)
            throws IOException, InterruptedException {
        send(client, HttpRequest.newBuilder(URI.create(url + path)).version(version));
    }

    private static void send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        client.send(request.timeout(PATIENCE).build(), BodyHandlers.discarding());
    }

    private static void talk(HttpClient client, String url)
            throws IOException, InterruptedException {
        CountDownLatch back = new CountDownLatch(1);
        WebSocket.Listener closing =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                            WebSocket socket, CharSequence text, boolean last) {
                        socket.request(1);
                        return socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
                    }

                    @Override
                    public @Nullable CompletionStage<?> onClose(
                            WebSocket socket, int code, String reason) {
                        back.countDown();
                        return null;
                    }
                };
        try {
            client.newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create(url), closing)
                    .thenCompose(socket -> socket.sendText("hello", true))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(url + " did not answer", e);
        }
        if (!back.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(url + " did not close");
        }
    }

    /** A frame behind its length, there and back. */
    private static void frame(URI url) throws IOException {
        byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(text.length);
            out.write(text);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(in.readInt());
        }
    }

    private static SSLContext trusting(Path authority)
            throws IOException, GeneralSecurityException {
        try (InputStream certificate = Files.newInputStream(authority)) {
            return Credentials.context(
                    List.of(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(certificate)),
                    null);
        }
    }
}
