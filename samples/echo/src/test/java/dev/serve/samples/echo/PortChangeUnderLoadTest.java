package dev.serve.samples.echo;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.change.ChangeResult;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three listeners move to other ports at once, again and again, while clients ask at the old ports
 * and at the new ones, where they have been trying since before anybody listened: none fails at the
 * old ones until they close, and none at the new ones from their first moment.
 */
class PortChangeUnderLoadTest {

    private static final System.Logger LOG =
            System.getLogger(PortChangeUnderLoadTest.class.getName());
    private static final int WEB_SOCKETS = 5;

    @TempDir private static Path directory;

    private static Server server(DevCertificates certificates) {
        return Server.builder()
                .application(new EchoApplication())
                .listener("web", web -> web.port(0).protocols("http", "websocket"))
                .listener(
                        "tls",
                        tls ->
                                tls.port(0)
                                        .tls(
                                                keys ->
                                                        keys.key(file(certificates, "server.key"))
                                                                .cert(
                                                                        file(
                                                                                certificates,
                                                                                "server.crt"))))
                .listener("rpc", rpc -> rpc.port(0).protocols("grpc"))
                .build()
                .start();
    }

    private static String file(DevCertificates certificates, String name) {
        return certificates.file(name).toString();
    }

    @Test
    void threeMovesFailNobody() throws Exception {
        move(3);
    }

    @Test
    @Tag("soak")
    void twoHundredMovesFailNobody() throws Exception {
        move(200);
    }

    private static void move(int moves) throws Exception {
        DevCertificates certificates = DevCertificates.createIn(directory);
        List<PortLoad> loads = new ArrayList<>();
        try (Server server = server(certificates);
                HttpClient http =
                        HttpClient.newBuilder().sslContext(certificates.trusting()).build();
                SteadyLoad staying = new SteadyLoad()) {
            Ports ports = new Ports(server.port("web"), server.port("tls"), server.port("rpc"));
            for (int i = 0; i < WEB_SOCKETS; i++) {
                staying.webSocket(http, URI.create("ws://127.0.0.1:" + ports.web() + "/ws/echo"));
            }
            try {
                loads.add(new PortLoad(ports, http, certificates.trusting()));
                for (int i = 0; i < moves; i++) {
                    PortLoad load = loads.getLast();
                    Ports next = Ports.free();
                    loads.add(new PortLoad(next, http, certificates.trusting()));
                    move(server, load, ports, next);
                    ports = next;
                    loads.getLast().awaitAnswers();
                    staying.awaitOneAnswerEach();
                }
            } finally {
                loads.forEach(PortLoad::close);
            }
            assertThat(loads).allMatch(load -> load.failures().isEmpty());
            assertThat(server.pool("web").metrics().total())
                    .as("accepted connections, each of which was answered")
                    .isEqualTo(
                            WEB_SOCKETS
                                    + moves
                                    + loads.stream().mapToInt(PortLoad::webConnects).sum());
            int late = loads.stream().mapToInt(PortLoad::late).sum();
            assertThat(late).as("once a client and move").isLessThanOrEqualTo(3 * moves);
            LOG.log(INFO, "{0} moves; {1}; {2} too late", moves, total(loads), late);
            assertThat(staying.failures()).isEmpty();
            assertThat(server.listeners()).allMatch(listener -> listener.refused() == 0);
        }
    }

    private static Map<String, Integer> total(List<PortLoad> loads) {
        Map<String, Integer> total = new TreeMap<>();
        for (PortLoad load : loads) {
            load.answered().forEach((name, count) -> total.merge(name, count, Integer::sum));
        }
        return total;
    }

    /** Moves to the next ports, with one slow request in work. */
    private static void move(Server server, PortLoad load, Ports ports, Ports next) {
        load.awaitAnswers();
        try (RawClient slow = RawClient.tcp(ports.web())) {
            slow.send("GET /slow?ms=300 HTTP/1.1\r\nHost: a\r\n\r\n");
            load.mayBeRefused();

            ChangeResult result =
                    server.updateConfig(
                            config ->
                                    config.listener("web", web -> web.port(next.web()))
                                            .listener("tls", tls -> tls.port(next.tls()))
                                            .listener("rpc", rpc -> rpc.port(next.rpc())));

            assertThat(result).as(result.message()).isInstanceOf(ChangeResult.Restarted.class);
            assertThat(((ChangeResult.Restarted) result).listeners())
                    .isEqualTo(List.of("web", "tls", "rpc"));
            assertThat(slow.readAnswer().body())
                    .as("in work when its port closed")
                    .isEqualTo("slow");
        }
        load.awaitEnd();
        assertThat(load.failures()).isEmpty();
        load.close();
    }
}
