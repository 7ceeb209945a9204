package dev.serve.observe.otlp;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.SecretValues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a collector takes OTLP over HTTP, in protobuf, by the JDK's client: OpenTelemetry's own
 * sender brings another HTTP client and another language's library. Any thread.
 */
public final class OtlpEndpoint implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OtlpEndpoint.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final AtomicLong failures = new AtomicLong();

    /** An endpoint such as {@code http://127.0.0.1:4318/v1/traces}. */
    public OtlpEndpoint(String address) {
        this.address = URI.create(address);
    }

    /**
     * Sends a request; within ten seconds.
     *
     * @param what is in it, in words, such as {@code 7 spans}
     * @return whether the collector has taken it; that it has not is told of once, until it does
     *     again
     */
    public boolean send(byte[] body, String what) {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(LIMIT)
                        .header("Content-Type", "application/x-protobuf")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                failures.set(0);
                return true;
            }
            failed(what, "status " + status);
        } catch (IOException e) {
            failed(what, String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void failed(String what, String why) {
        LOG.log(
                failures.getAndIncrement() == 0 ? WARNING : DEBUG,
                () ->
                        SecretValues.withoutUserInfo(
                                what + " could not be sent to " + address + ": " + why));
    }

    /** Sends no more; what is being sent is cut. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
