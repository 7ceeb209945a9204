package dev.serve.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server over HTTP: the JDK's client with a base address and a deadline on everything. It
 * follows no redirects and speaks HTTP/1.1; {@link #http2} gives one that speaks HTTP/2, by ALPN
 * over TLS and by upgrade over plain bytes. (For HTTP/2 by prior knowledge the JDK has no client:
 * use Helidon's {@code Http2Client}.)
 *
 * <p>What cannot be sent or answered in time is an {@link UncheckedIOException}. Any thread may use
 * it.
 */
public final class TestHttpClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI base;
    private final Version version;
    private final HttpClient client;

    private TestHttpClient(URI base, Version version, HttpClient client) {
        this.base = base;
        this.version = version;
        this.client = client;
    }

    /** A client of that server, such as {@code http://127.0.0.1:8080}. */
    public static TestHttpClient of(URI base) {
        return of(base, null);
    }

    /** A client that uses those keys and authorities; null for the JDK's own. */
    public static TestHttpClient of(URI base, @Nullable SSLContext tls) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(Redirect.NEVER);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return new TestHttpClient(base, Version.HTTP_1_1, builder.build());
    }

    /** The same client, asking for HTTP/2. Closing either closes both. */
    public TestHttpClient http2() {
        return new TestHttpClient(base, Version.HTTP_2, client);
    }

    /** The server's address. */
    public URI base() {
        return base;
    }

    /** The JDK's client below. */
    public HttpClient jdk() {
        return client;
    }

    /**
     * Begins a request to a path with its query, escaped as it is to be sent; it has the deadline
     * already.
     */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).version(version).timeout(LIMIT);
    }

    /** GET; {@code headers} are names and values in turn. */
    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /** HEAD. */
    public HttpResponse<String> head(String path, String... headers) {
        return send("HEAD", path, BodyPublishers.noBody(), headers);
    }

    /** DELETE. */
    public HttpResponse<String> delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    /** POST of a text in UTF-8. */
    public HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), headers);
    }

    /** PUT of a text in UTF-8. */
    public HttpResponse<String> put(String path, String body, String... headers) {
        return send("PUT", path, BodyPublishers.ofString(body), headers);
    }

    /** Any method, any body; the answer as text. */
    public HttpResponse<String> send(
            String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build(), BodyHandlers.ofString());
    }

    /**
     * Sends what {@link #request} began.
     *
     * @throws UncheckedIOException if it cannot be sent or is not answered in time
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + request, e);
        }
    }

    /** Sends a GET and does not wait: for a request that is to be in flight. */
    public CompletableFuture<HttpResponse<String>> getAsync(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Closes its connections, and gives up what is in flight. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
