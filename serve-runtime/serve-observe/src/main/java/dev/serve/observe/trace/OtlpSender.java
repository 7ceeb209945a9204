package dev.serve.observe.trace;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends spans as OTLP over HTTP, in protobuf, by the JDK's client: OpenTelemetry's own sender
 * brings another HTTP client and another language's library. Any thread.
 */
final class OtlpSender implements SpanExporter {

    private static final System.Logger LOG = System.getLogger(OtlpSender.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI endpoint;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final AtomicLong failures = new AtomicLong();

    /** Sends there, such as {@code http://127.0.0.1:4318/v1/traces}. */
    OtlpSender(URI endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = new CompletableResultCode();
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            TraceRequestMarshaler.create(spans).writeBinaryTo(body);
            HttpRequest request =
                    HttpRequest.newBuilder(endpoint)
                            .timeout(LIMIT)
                            .header("Content-Type", "application/x-protobuf")
                            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                            .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                failures.set(0);
                return result.succeed();
            }
            failed(spans.size(), "status " + status);
        } catch (IOException e) {
            failed(spans.size(), String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return result.fail();
    }

    /** A collector that is away is told of once, until it is there again. */
    private void failed(int spans, String why) {
        LOG.log(
                failures.getAndIncrement() == 0 ? WARNING : DEBUG,
                () -> spans + " spans could not be sent to " + endpoint + ": " + why);
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        client.shutdownNow();
        return CompletableResultCode.ofSuccess();
    }
}
