package dev.serve.observe;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.serve.api.Server;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of OTLP over HTTP, which is a server of ours, on loopback. Any thread. */
final class OtlpReceiver implements AutoCloseable {

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<Metric> metrics = new CopyOnWriteArrayList<>();
    private final List<Resource> resources = new CopyOnWriteArrayList<>();
    private final Server server;

    private OtlpReceiver() {
        server =
                Server.builder()
                        .listener(
                                "otlp",
                                otlp ->
                                        otlp.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.post(
                                                                                "/v1/traces",
                                                                                (req, res) -> {
                                                                                    takeSpans(req);
                                                                                    res.send();
                                                                                })
                                                                        .post(
                                                                                "/v1/metrics",
                                                                                (req, res) -> {
                                                                                    takeMetrics(
                                                                                            req);
                                                                                    res.send();
                                                                                })))
                        .set("observe.metrics.enabled", "false")
                        .build();
    }

    /** Receives from now on. */
    static OtlpReceiver start() {
        OtlpReceiver receiver = new OtlpReceiver();
        receiver.server.start();
        return receiver;
    }

    private void takeSpans(ServerRequest request) throws InvalidProtocolBufferException {
        ExportTraceServiceRequest sent =
                ExportTraceServiceRequest.parseFrom(request.content().as(byte[].class));
        sent.getResourceSpansList()
                .forEach(
                        each -> {
                            resources.add(each.getResource());
                            each.getScopeSpansList()
                                    .forEach(scope -> spans.addAll(scope.getSpansList()));
                        });
    }

    private void takeMetrics(ServerRequest request) throws InvalidProtocolBufferException {
        ExportMetricsServiceRequest sent =
                ExportMetricsServiceRequest.parseFrom(request.content().as(byte[].class));
        sent.getResourceMetricsList()
                .forEach(
                        each -> {
                            resources.add(each.getResource());
                            each.getScopeMetricsList()
                                    .forEach(scope -> metrics.addAll(scope.getMetricsList()));
                        });
    }

    /** Where spans are sent to. */
    String traces() {
        return url() + "/v1/traces";
    }

    /** Its address, without a path. */
    String url() {
        return "http://127.0.0.1:" + server.port("otlp");
    }

    /** All spans so far. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** All metrics so far. */
    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    /** Who has sent, so far. */
    List<Resource> resources() {
        return List.copyOf(resources);
    }

    /** Waits for a span of that name; the first. */
    Span span(String name) {
        return spans(name, 1).getFirst();
    }

    /**
     * Waits for so many spans of that name, or more; as they began. They come as they end, which
     * for their clients is a little earlier than for the server.
     */
    List<Span> spans(String name, int count) {
        await(name).until(() -> named(name).size() >= count);
        return named(name);
    }

    private List<Span> named(String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
                .toList();
    }

    /** An id as W3C Trace Context writes it. */
    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public void close() {
        server.stopNow();
    }
}
