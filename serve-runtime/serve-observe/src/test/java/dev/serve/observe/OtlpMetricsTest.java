package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serve.api.Server;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.TestHttpClient;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.net.URI;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Meters are sent to a collector, where the configuration says so. */
class OtlpMetricsTest {

    private static Server start(String endpoint, String interval) {
        return Server.builder()
                .listener(
                        "web",
                        web -> web.port(0).routing(routes -> routes.respond("/u/{id}", 200, "u")))
                .set("observe.metrics.otlp-endpoint", endpoint)
                .set("observe.metrics.otlp-interval", interval)
                .set("observe.tracing.service", "orders")
                .build()
                .start();
    }

    private static void ask(Server server) {
        try (TestHttpClient client =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")))) {
            assertThat(client.get("/u/4711").statusCode()).isEqualTo(200);
        }
    }

    private static Metric metric(OtlpReceiver collector, String name) {
        return collector.metrics().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void metersAreSentToACollector() {
        try (OtlpReceiver collector = OtlpReceiver.start()) {
            Server server = start(collector.url() + "/v1/metrics", "1h");
            ask(server);
            server.stop(); // the last are sent then

            HistogramDataPoint requests =
                    metric(collector, "serve.http.requests").getHistogram().getDataPoints(0);
            assertThat(requests.getCount()).isEqualTo(1);
            assertThat(requests.getExplicitBoundsList()).contains(0.001, 10.0);
            assertThat(requests.getAttributesList().toString())
                    .contains("/u/{id}", "2xx")
                    .doesNotContain("4711");
            assertThat(metric(collector, "jvm.memory.used").getUnit()).isEqualTo("bytes");
            assertThat(metric(collector, "serve.received").getSum().getIsMonotonic()).isTrue();
            assertThat(collector.resources().getFirst().getAttributesList().toString())
                    .contains("service.name", "orders");
        }
    }

    @Test
    void metersAreSentAgainAndAgain() {
        try (OtlpReceiver collector = OtlpReceiver.start()) {
            Server server = start(collector.url() + "/v1/metrics", "1s");
            try {
                await().until(
                                () ->
                                        collector.metrics().stream()
                                                        .filter(
                                                                metric ->
                                                                        metric.getName()
                                                                                .equals(
                                                                                        "serve.uptime"))
                                                        .count()
                                                >= 2);
            } finally {
                server.stop();
            }
        }
    }

    @Test
    @ExpectLog("meters could not be sent to")
    void aCollectorThatTakesNothingHoldsNothingUp() {
        try (OtlpReceiver collector = OtlpReceiver.start()) {
            Server server = start(collector.url() + "/nowhere", "1h");
            ask(server);
            assertThat(server.stop().cut()).isZero();
            assertThat(collector.metrics()).isEmpty();
        }
    }

    @Test
    @ExpectLog("meters could not be sent to")
    void theUserInTheUrlOfACollectorIsNotLogged() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.micrometer.core.instrument.push");
        logger.addAppender(lines);
        try (OtlpReceiver collector = OtlpReceiver.start()) {
            String address = collector.url().substring("http://".length());
            start("http://planted:secret@" + address + "/nowhere", "1h").stop();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isNotEmpty()
                .allMatch(line -> line.contains("http://***@") && !line.contains("secret"));
    }
}
