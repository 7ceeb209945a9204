package dev.serve.observe.trace;

import ch.qos.logback.classic.LoggerContext;
import dev.serve.api.pool.Ids;
import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.HttpExchange;
import dev.serve.api.routing.TcpExchange;
import dev.serve.api.routing.WebSocketExchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.MDCAdapter;

/**
 * Adds the ids of the work that a line is logged for to what the line carries of SLF4J's MDC: those
 * of the trace and the span, and of the listener, the connection and the request or session
 * (K-074). They are looked up when a line is logged, in OpenTelemetry's context: nothing is put
 * anywhere that could stay behind, and a thread that the work starts has them if it takes the
 * context along. Loaded only where Logback is. Any thread.
 */
final class LoggedIds implements MDCAdapter {

    private static final int CONNECTION_LENGTH = Ids.connection(0).length();

    private final MDCAdapter first;

    private LoggedIds(MDCAdapter first) {
        this.first = first;
    }

    /** From now on, in the whole process; of no effect without Logback, or for the second time. */
    static void install() {
        try {
            Logback.install();
        } catch (NoClassDefFoundError e) {
            // It is optional.
        }
    }

    /** Loaded only by {@link #install}. */
    private static final class Logback {

        static synchronized void install() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                    && !(context.getMDCAdapter() instanceof LoggedIds)) {
                context.setMDCAdapter(new LoggedIds(context.getMDCAdapter()));
            }
        }
    }

    @Override
    public @Nullable Map<String, String> getCopyOfContextMap() {
        Map<String, String> others = first.getCopyOfContextMap();
        Context context = Context.current();
        SpanContext span = Span.fromContext(context).getSpanContext();
        if (!span.isValid()) {
            return others;
        }
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("traceId", span.getTraceId());
        ids.put("spanId", span.getSpanId());
        Exchange work =
                span instanceof Untraced untraced ? untraced.work() : context.get(Tracing.WORK);
        if (work != null) {
            add(work, ids);
        }
        if (others != null) {
            ids.putAll(others);
        }
        return ids;
    }

    private static void add(Exchange work, Map<String, String> ids) {
        ids.put("listener", work.listener());
        ids.put("protocol", work.protocol());
        switch (work) {
            case HttpExchange http -> {
                String connection = http.request().socketId();
                ids.put("connectionId", connection);
                ids.put("requestId", Ids.request(connection, http.request().id()));
            }
            case WebSocketExchange message -> {
                String session = message.session().id();
                ids.put(
                        "connectionId",
                        session.substring(0, Math.min(CONNECTION_LENGTH, session.length())));
                ids.put("sessionId", session);
            }
            case TcpExchange frame -> ids.put("connectionId", frame.connection().id());
            default -> {
                // Of another protocol, which has ids of its own.
            }
        }
    }

    @Override
    public void put(String key, @Nullable String value) {
        first.put(key, value);
    }

    @Override
    public @Nullable String get(String key) {
        return first.get(key);
    }

    @Override
    public void remove(String key) {
        first.remove(key);
    }

    @Override
    public void clear() {
        first.clear();
    }

    @Override
    public void setContextMap(Map<String, String> contextMap) {
        first.setContextMap(contextMap);
    }

    @Override
    public void pushByKey(String key, String value) {
        first.pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
        return first.popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return first.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        first.clearDequeByKey(key);
    }
}
