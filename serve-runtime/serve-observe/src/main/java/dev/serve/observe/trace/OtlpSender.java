package dev.serve.observe.trace;

import dev.serve.observe.otlp.OtlpEndpoint;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/** Sends spans as OTLP. Any thread. */
final class OtlpSender implements SpanExporter {

    private final OtlpEndpoint endpoint;

    /** Sends there, such as {@code http://127.0.0.1:4318/v1/traces}. */
    OtlpSender(String address) {
        this.endpoint = new OtlpEndpoint(address);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            TraceRequestMarshaler.create(spans).writeBinaryTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return endpoint.send(body.toByteArray(), spans.size() + " spans")
                ? CompletableResultCode.ofSuccess()
                : CompletableResultCode.ofFailure();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        endpoint.close();
        return CompletableResultCode.ofSuccess();
    }
}
