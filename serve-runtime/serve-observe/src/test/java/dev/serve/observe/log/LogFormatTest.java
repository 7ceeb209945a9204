package dev.serve.observe.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.LogFormat;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.TestHttpClient;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogFormatTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = context.getLogger("test.format");
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private static ServerBuilder server() {
        return Server.builder().listener("web", web -> web.port(0));
    }

    /** What became of it on its way out. */
    private String line(String message) {
        written.reset();
        logger.info(message);
        return written.toString(StandardCharsets.UTF_8);
    }

    @Nested
    class OfAnAppenderWithOurEncoder {

        private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        private final LineEncoder encoder = new LineEncoder();

        private void begin(boolean json) {
            encoder.setContext(context);
            encoder.setJson(json);
            encoder.start();
            appender.setContext(context);
            appender.setEncoder(encoder);
            appender.setOutputStream(written);
            appender.start();
            logger.addAppender(appender);
            logger.setAdditive(false);
        }

        @AfterEach
        void end() {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            appender.stop();
        }

        @Test
        void isThatOfTheConfigurationInForce() {
            begin(false);
            try (Server server = server().set("log.format", "json").build().start()) {
                assertThat(line("a \"word\""))
                        .startsWith("{\"timestamp\":")
                        .contains("\"level\":\"INFO\"", "\"loggerName\":\"test.format\"")
                        .contains("\"formattedMessage\":\"a \\\"word\\\"\"")
                        .endsWith("}\n");

                server.updateConfig(Map.of("log", Map.of("format", "text")));
                assertThat(line("two"))
                        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  format: two\n");

                server.updateConfig(config -> config.log(log -> log.format(LogFormat.JSON)));
                assertThat(line("three")).startsWith("{");
            }
            assertThat(line("four")).as("when the server has ended").endsWith("format: four\n");
        }

        @Test
        void isWhatLogbackHasBeenToldWhileItIsAuto() {
            begin(true);
            try (Server server = server().build().start()) {
                assertThat(line("one")).startsWith("{");

                server.updateConfig(Map.of("log", Map.of("format", "text")));
                assertThat(line("two")).endsWith("format: two\n");
            }
        }

        @Test
        void ofJsonHasTheIdsOfTheWork() {
            begin(false);
            try (Server server =
                            server().listener(
                                            "web",
                                            web ->
                                                    web.routing(
                                                            routes ->
                                                                    routes.get(
                                                                            "/one",
                                                                            (_, res) ->
                                                                                    res.send(
                                                                                            line(
                                                                                                    "one")))))
                                    .set("log.format", "json")
                                    .set("observe.tracing.enabled", "true")
                                    .set("observe.tracing.sample-percent", "0")
                                    .build()
                                    .start();
                    TestHttpClient client =
                            TestHttpClient.of(
                                    URI.create("http://127.0.0.1:" + server.port("web")))) {
                String line =
                        client.get("/one", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00")
                                .body();

                assertThat(line)
                        .contains("\"formattedMessage\":\"one\"")
                        .containsPattern(
                                "\"mdc\": ?\\{\"traceId\":\""
                                        + TRACE
                                        + "\",\"spanId\":\"[0-9a-f]{16}\",\"listener\":\"web\",\"protocol\":\"http\",\"connectionId\":\"conn_[0-9a-f]{12}\",\"requestId\":\"req_[0-9a-f]{12}\"}");
            }
        }
    }

    @Test
    @ExpectLog("log.format: no appender of Logback has dev.serve.observe.log.LineEncoder")
    void thatNobodyWritesIsTold() {
        try (Server server = server().set("log.format", "json").build().start()) {
            assertThat(server.config().log().format()).isEqualTo(LogFormat.JSON);
        }
    }
}
