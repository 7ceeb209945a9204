package dev.serve.observe.trace;

import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.WorkObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the span of a call of gRPC how it has ended, which is said in the thread of the call while
 * its span is current. Stateless.
 */
public final class CallSpans implements WorkObserver {

    private static final AttributeKey<String> CODE =
            AttributeKey.stringKey("rpc.response.status_code");

    /** What is the fault of a server, as OpenTelemetry's conventions for gRPC have it. */
    private static final Set<String> FAILURES =
            Set.of(
                    "UNKNOWN",
                    "DEADLINE_EXCEEDED",
                    "UNIMPLEMENTED",
                    "INTERNAL",
                    "UNAVAILABLE",
                    "DATA_LOSS");

    @Override
    public void callEnded(
            String connectionId,
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {
        Span span = Span.current();
        if (span.isRecording()) {
            ended(span, code);
        }
    }

    /** Tells a span that its call has ended so. */
    static void ended(Span span, String code) {
        span.setAttribute(CODE, code);
        if (FAILURES.contains(code)) {
            span.setStatus(StatusCode.ERROR);
        }
    }
}
