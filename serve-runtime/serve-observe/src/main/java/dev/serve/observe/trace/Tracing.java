package dev.serve.observe.trace;

import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.TracingConfig;
import dev.serve.api.observe.CallEnd;
import dev.serve.api.observe.TraceIds;
import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.HttpExchange;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.routing.TcpExchange;
import dev.serve.api.routing.WebSocketExchange;
import io.helidon.http.HttpException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one server: of each HTTP request, WebSocket message, gRPC call and TCP frame, as
 * children of what the client says (W3C Trace Context), and of each change of the configuration.
 *
 * <p>A span is current in the thread that serves it, and nowhere else: what a handler starts in
 * other threads takes {@link Context#current} along. Any thread.
 */
public final class Tracing implements AutoCloseable {

    /** Where a context has what it is the context of. */
    static final ContextKey<Exchange> WORK = ContextKey.named("serve-work");

    private static final AttributeKey<String> LISTENER = AttributeKey.stringKey("serve.listener");
    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("serve.outcome");
    private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("serve.source");

    private final Ratio ratio;
    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final InstantSource clock;

    /** Spans that are sent where the configuration says. */
    public Tracing(TracingConfig config, InstantSource clock) {
        this.clock = clock;
        this.ratio = new Ratio(config.samplePercent());
        SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setResource(
                                Resource.getDefault()
                                        .merge(
                                                Resource.builder()
                                                        .put("service.name", config.service())
                                                        .build()))
                        .setSampler(ratio)
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(new OtlpSender(config.endpoint()))
                                        .setScheduleDelay(Duration.ofSeconds(1))
                                        .build())
                        .build();
        this.sdk =
                OpenTelemetrySdk.builder()
                        .setTracerProvider(provider)
                        .setPropagators(
                                ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .build();
        this.tracer = sdk.getTracer("dev.serve");
        LoggedIds.install();
    }

    /** Takes another share of those that nobody has decided on. */
    public void configure(TracingConfig config) {
        ratio.percent(config.samplePercent());
    }

    /** For handlers that trace further, or call others. */
    public OpenTelemetry openTelemetry() {
        return sdk;
    }

    /** Makes a span of each exchange. */
    public Filter filter() {
        return this::filter;
    }

    private void filter(Exchange exchange, Filter.Chain chain) throws Exception {
        Context parent;
        if (isDecided(exchange)) {
            parent =
                    sdk.getPropagators()
                            .getTextMapPropagator()
                            .extract(Context.root(), exchange, FIELDS);
        } else if (ratio.chooses()) {
            parent = Ratio.ofChosen();
        } else {
            untraced(exchange, chain);
            return;
        }
        SpanBuilder builder =
                tracer.spanBuilder(name(exchange)).setParent(parent).setSpanKind(SpanKind.SERVER);
        Span span = builder.startSpan();
        if (span.isRecording()) {
            remember(exchange, span.getSpanContext());
        }
        int thrown = 0;
        try (Scope _ = parent.with(WORK, exchange).with(span).makeCurrent()) {
            chain.proceed();
        } catch (HttpException e) {
            thrown = e.status().code();
            throw e;
        } catch (Exception e) {
            thrown = 500;
            span.setAttribute(ERROR, e.getClass().getName());
            throw e;
        } finally {
            if (span.isRecording()) {
                end(span, exchange, thrown);
            }
            span.end();
        }
    }

    /** Whether the client says what its trace is. */
    private static boolean isDecided(Exchange exchange) {
        return exchange instanceof HttpExchange http
                ? http.request().headers().contains(RequestTrace.PARENT)
                : FIELDS.get(exchange, RequestTrace.PARENT.lowerCase()) != null;
    }

    /** Nearly all work where little is sampled: it has ids to hand on, and nothing else. */
    private void untraced(Exchange exchange, Filter.Chain chain) throws Exception {
        try (Scope _ = Context.root().with(Span.wrap(new Untraced(exchange))).makeCurrent()) {
            chain.proceed();
        }
    }

    /** For who looks at the request when its span has ended. */
    private static void remember(Exchange exchange, SpanContext span) {
        if (exchange instanceof HttpExchange http) {
            RequestTrace.put(http.request(), new TraceIds(span.getTraceId(), span.getSpanId()));
        }
    }

    private static String name(Exchange exchange) {
        return switch (exchange) {
            case HttpExchange http when exchange.protocol().equals("grpc") ->
                    http.target().substring(1);
            case HttpExchange http -> http.request().prologue().method().text();
            case WebSocketExchange _ -> "websocket message";
            case TcpExchange _ -> "tcp frame";
            default -> exchange.protocol();
        };
    }

    /** What is known at the end; {@code thrown} is the status that an exception calls for, or 0. */
    private static void end(Span span, Exchange exchange, int thrown) {
        span.setAttribute(LISTENER, exchange.listener());
        if (thrown >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        if (exchange instanceof HttpExchange http && !exchange.protocol().equals("grpc")) {
            String method = http.request().prologue().method().text();
            // A handler that throws behind its answer changes nothing of that.
            boolean answered = thrown == 0 || http.response().isSent();
            int status = answered ? http.response().status().code() : thrown;
            span.setAttribute(METHOD, method);
            span.setAttribute(STATUS, (long) status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            CallEnd call = RequestCall.of(http.request());
            if (call != null) {
                CallSpans.ended(span, call.code());
            }
            String route = http.request().matchingPattern().orElse(null);
            if (route != null) {
                span.setAttribute(ROUTE, route);
                span.updateName(method + " " + route);
            }
        }
    }

    /**
     * A change of the configuration has ended, in the thread that asked for it. It is always
     * traced, a child of the request that asked for it if that is.
     */
    public void changed(ChangeResult result) {
        Instant now = clock.instant();
        Duration took =
                switch (result) {
                    case ChangeResult.Applied applied -> applied.took();
                    case ChangeResult.Restarted restarted -> restarted.took();
                    case ChangeResult.Refused _, ChangeResult.Stale _, ChangeResult.RolledBack _ ->
                            Duration.ZERO;
                };
        Span span =
                tracer.spanBuilder("configuration")
                        .setParent(
                                Span.current().isRecording() ? Context.current() : Ratio.ofChosen())
                        .setStartTimestamp(now.minus(took))
                        .startSpan();
        span.setAttribute(SOURCE, result.plan().source());
        span.setAttribute(OUTCOME, result.message());
        if (!result.isInForce()) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(now);
    }

    /** Fields of an exchange, of which a propagator asks for two. */
    private static final TextMapGetter<Exchange> FIELDS =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(Exchange exchange) {
                    return List.of(RequestTrace.PARENT.lowerCase(), "tracestate");
                }

                @Override
                public @Nullable String get(@Nullable Exchange exchange, String name) {
                    return exchange == null || exchange instanceof TcpExchange
                            ? null
                            : exchange.header(name).orElse(null);
                }
            };

    /** Sends what is left, for two seconds at most. */
    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(2, TimeUnit.SECONDS);
    }
}
