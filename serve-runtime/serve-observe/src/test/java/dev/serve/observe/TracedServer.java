package dev.serve.observe;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** A server whose traces are seen, and what its handlers log by SLF4J. */
final class TracedServer implements AutoCloseable {

    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    static final String PARENT = "00f067aa0ba902b7";
    static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
    static final String NOT_SAMPLED = "00-" + TRACE + "-" + PARENT + "-00";

    private final OtlpReceiver receiver;
    private final Server server;
    private final TestHttpClient client;
    private final Lines lines = new Lines();

    private TracedServer(OtlpReceiver receiver, Server server) {
        this.receiver = receiver;
        this.server = server;
        this.client = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")));
        lines.begin();
    }

    /** Starts one with a listener {@code web}; of its work this share is traced. */
    static TracedServer start(int percent, Consumer<ServerBuilder> change) {
        OtlpReceiver receiver = OtlpReceiver.start();
        return new TracedServer(receiver, sending(receiver, percent, change));
    }

    /** A server whose spans go to that receiver. */
    static Server sending(OtlpReceiver receiver, int percent, Consumer<ServerBuilder> change) {
        ServerBuilder builder =
                Server.builder()
                        .listener("web", web -> web.port(0))
                        .set("observe.tracing.enabled", "true")
                        .set("observe.tracing.sample-percent", Integer.toString(percent))
                        .set("observe.tracing.service", "orders")
                        .set("observe.tracing.endpoint", receiver.traces());
        change.accept(builder);
        return builder.build().start();
    }

    OtlpReceiver receiver() {
        return receiver;
    }

    Server server() {
        return server;
    }

    int port(String listener) {
        return server.port(listener);
    }

    TestHttpClient client() {
        return client;
    }

    /** What a test's handlers log to; kept with the ids of each line. */
    static org.slf4j.Logger log() {
        return LoggerFactory.getLogger(Lines.NAME);
    }

    /** The ids that the line with this text has. */
    Map<String, String> ids(String message) {
        return lines.ids(message);
    }

    @Override
    public void close() {
        lines.stop();
        client.close();
        server.stopNow();
        receiver.close();
    }

    private static final class Lines extends ListAppender<ILoggingEvent> {

        static final String NAME = "test.traced";

        Lines() {
            list = new CopyOnWriteArrayList<>();
        }

        void begin() {
            setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            start();
            logger().addAppender(this);
            logger().setAdditive(false);
        }

        private static Logger logger() {
            return (Logger) LoggerFactory.getLogger(NAME);
        }

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            super.append(event);
        }

        Map<String, String> ids(String message) {
            List<Map<String, String>> found =
                    list.stream()
                            .filter(event -> event.getFormattedMessage().equals(message))
                            .map(ILoggingEvent::getMDCPropertyMap)
                            .toList();
            if (found.isEmpty()) {
                throw new AssertionError("nobody has logged: " + message);
            }
            return found.getFirst();
        }

        @Override
        public void stop() {
            logger().detachAppender(this);
            super.stop();
        }
    }
}
