package dev.serve.http.compatibility;

import dev.serve.api.Server;
import dev.serve.http.HttpEngines;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.Http1ConnectionSelectorConfig;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The same routes behind both engines, each on Helidon's server and on ours. */
final class FourServers implements AutoCloseable {

    enum Pair {
        /** What the others are compared with. */
        HELIDON_ON_HELIDON,
        OURS_ON_OURS,
        OURS_ON_HELIDON,
        HELIDON_ON_OURS;

        /** Whether our engine answers. */
        boolean isOurEngine() {
            return this == OURS_ON_OURS || this == OURS_ON_HELIDON;
        }
    }

    private final Map<Pair, Integer> ports = new EnumMap<>(Pair.class);
    private final WebServer reference;
    private final WebServer engineOnHelidon;
    private final Server ours;
    private final Server oursWithHelidon;

    FourServers(Http1Upgrader... upgraders) {
        reference = helidon(server -> server.addConnectionSelector(helidonEngine(upgraders)));
        engineOnHelidon =
                helidon(
                        server ->
                                server.protocolsDiscoverServices(false)
                                        .addConnectionSelector(HttpEngines.http1(upgraders)));
        ours =
                Server.builder()
                        .listener(
                                "web",
                                listener -> {
                                    listener.port(0).routing(HandlersOfEveryKind::onOurs);
                                    if (upgraders.length > 0) {
                                        listener.connections(HttpEngines.http1(upgraders));
                                    }
                                })
                        .build()
                        .start();
        oursWithHelidon =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .connections(helidonEngine(upgraders))
                                                .routing(HandlersOfEveryKind::onOurs))
                        .build()
                        .start();
        ports.put(Pair.HELIDON_ON_HELIDON, reference.port());
        ports.put(Pair.OURS_ON_HELIDON, engineOnHelidon.port());
        ports.put(Pair.OURS_ON_OURS, ours.port("web"));
        ports.put(Pair.HELIDON_ON_OURS, oursWithHelidon.port("web"));
    }

    private static Http1ConnectionSelector helidonEngine(Http1Upgrader... upgraders) {
        Http1ConnectionSelectorConfig.Builder engine =
                Http1ConnectionSelector.builder().config(Http1Config.create());
        List.of(upgraders).forEach(engine::addUpgrader);
        return engine.build();
    }

    static WebServer helidon(Consumer<WebServerConfig.Builder> setUp) {
        HttpRouting.Builder routing = HttpRouting.builder();
        HandlersOfEveryKind.onHelidon(routing);
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .routing(routing);
        setUp.accept(builder);
        return builder.build().start();
    }

    RawClient connect(Pair pair) {
        return RawClient.tcp(ports.get(pair)).within(Duration.ofSeconds(10));
    }

    /** Sends a request, followed by one that the answer to shows what became of the connection. */
    Outcome send(Pair pair, String request) {
        try (RawClient client = RawClient.tcp(ports.get(pair))) {
            client.within(Duration.ofSeconds(2)).send(request);
            RawAnswer answer = read(client, request);
            return new Outcome(answer, !announcesEnd(answer) && goesOn(client));
        }
    }

    private static RawAnswer read(RawClient client, String request) {
        try {
            return request.startsWith("HEAD ") ? client.readAnswerToHead() : client.readAnswer();
        } catch (AssertionError e) {
            return new RawAnswer(0, "", "no answer");
        }
    }

    private static boolean announcesEnd(RawAnswer answer) {
        return answer.header("Connection").filter("close"::equals).isPresent();
    }

    private static boolean goesOn(RawClient client) {
        try {
            return client.get("/hello").status() == 200;
        } catch (AssertionError | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * What a client sees.
     *
     * @param goesOn whether the connection serves another request
     */
    record Outcome(RawAnswer answer, boolean goesOn) {}

    @Override
    public void close() {
        reference.stop();
        engineOnHelidon.stop();
        ours.close();
        oursWithHelidon.close();
    }
}
