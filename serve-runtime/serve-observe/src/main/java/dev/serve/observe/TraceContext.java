package dev.serve.observe;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.function.BiConsumer;

/**
 * Hands the trace of the work in this thread on to whoever the work calls, as {@code traceparent}
 * and {@code tracestate} (W3C Trace Context), one line a client:
 *
 * <pre>{@code
 * // the JDK's client
 * TraceContext.inject(request::header);
 *
 * // every request of a Helidon WebClient
 * WebClient.builder()
 *         .addService((chain, request) -> {
 *             TraceContext.inject((name, value) -> request.headers().set(HeaderNames.create(name), value));
 *             return chain.proceed(request);
 *         })
 * }</pre>
 *
 * <p>Without {@code observe.tracing.enabled} there is no trace, and nothing is added. In a thread
 * that a handler starts there is one if it takes OpenTelemetry's {@link Context} along, as {@code
 * Thread.startVirtualThread(Context.current().wrap(task))} does. Any thread.
 */
public final class TraceContext {

    private static final TextMapSetter<BiConsumer<String, String>> FIELDS =
            (fields, name, value) -> {
                if (fields != null) {
                    fields.accept(name, value);
                }
            };

    private TraceContext() {}

    /** Adds the fields of the current trace, by name and value; none if there is no trace. */
    public static void inject(BiConsumer<String, String> fields) {
        W3CTraceContextPropagator.getInstance().inject(Context.current(), fields, FIELDS);
    }
}
