package dev.serve.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.Handover;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import dev.serve.api.spi.Wire;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.spi.ServerFeature;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A small protocol on streams of HTTP/2 and on connections of HTTP/1.1: what comes goes back, word
 * for word; some words it takes for orders.
 */
public final class EchoProtocol implements ProtocolProvider {

    private static final Header CALL = HeaderValues.create(HeaderNames.CONTENT_TYPE, "test/call");

    static final String NAME = "test-echo";

    /** What became of sessions, in order, over all listeners. */
    static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

    /** Released for each session that reads nothing, so that it ends. */
    static final Semaphore DEAF = new Semaphore(0);

    @Override
    public Set<String> protocols() {
        return Set.of(NAME);
    }

    @Override
    public Set<String> connectProtocols(List<Rule> rules) {
        return Set.of(NAME);
    }

    @Override
    public ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules) {
        return new ServerFeature() {
            @Override
            public void setup(ServerFeatureContext context) {
                HttpRouting.Builder routing = context.socket(listener).httpRouting();
                routing.any("/echo-stream/{what}", handler());
            }

            @Override
            public String name() {
                return NAME;
            }

            @Override
            public String type() {
                return NAME;
            }
        };
    }

    @Override
    public List<Door> doors(ListenerConfig config) {
        return List.of();
    }

    private static Handler handler() {
        return EchoProtocol::serve;
    }

    private static void serve(ServerRequest request, ServerResponse response) {
        String what = request.path().pathParameters().get("what");
        boolean call = request.headers().contains(CALL);
        if (!(response instanceof Handover handover) || !(call || handover.asksFor(NAME))) {
            response.status(what.equals("yes") ? Status.OK_200 : Status.UPGRADE_REQUIRED_426);
            response.send("not asked for");
            return;
        }
        response.header("x-by", "the route");
        handover.handOver(NAME, new Session(what));
    }

    private record Session(String what) implements StreamTaker {

        @Override
        public void take(TakenStream stream) throws IOException {
            WritableHeaders<?> fields = WritableHeaders.create();
            fields.set(HeaderNames.create("x-from"), "the protocol");
            stream.begin(fields);
            Wire wire = stream.wire();
            wire.flush();
            EVENTS.add("open");
            try {
                switch (what) {
                    case "flood" -> flood(wire);
                    case "deaf" -> DEAF.acquireUninterruptibly();
                    default -> echo(stream, wire);
                }
                EVENTS.add("ended");
            } catch (IOException e) {
                EVENTS.add("broken");
                throw e;
            }
        }

        private static void echo(TakenStream stream, Wire wire) throws IOException {
            while (wire.available() > 0 || wire.more()) {
                int count = wire.available();
                wire.put(wire.input(), wire.position(), count);
                String word = new String(wire.input(), wire.position(), count, US_ASCII);
                wire.consume(count);
                wire.flush();
                switch (word) {
                    case "end" -> {
                        WritableHeaders<?> trailers = WritableHeaders.create();
                        trailers.set(HeaderNames.create("x-status"), "0");
                        stream.end(trailers);
                        return;
                    }
                    case "reset" -> stream.reset(ErrorCode.REFUSED_STREAM.code());
                    case "fail" -> throw new IOException("as asked for");
                    default -> {
                        // A word like others.
                    }
                }
            }
        }

        private static void flood(Wire wire) throws IOException {
            byte[] piece = new byte[100];
            for (int i = 0; i < 10_000; i++) {
                wire.put(piece, 0, piece.length);
            }
            wire.flush();
        }

        @Override
        public void closing() {
            EVENTS.add("closing");
        }

        @Override
        public void lost() {
            EVENTS.add("lost");
        }
    }
}
