package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ConfigVersion;
import dev.serve.api.change.ConfigVersion.Outcome;
import dev.serve.api.change.Impact;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.RespondConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.routing.Routes;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change is planned, looked at, and put in force whole or not at all. */
class PlannedChangesTest {

    @TempDir private Path directory;

    private final List<ServerEvent> events = Collections.synchronizedList(new ArrayList<>());
    private DevCertificates certificates;
    private Server server;

    @BeforeEach
    void start() {
        certificates = DevCertificates.createIn(directory);
        server =
                Server.builder()
                        .listener("one", listener -> listener.port(0).routing(saying("one")))
                        .listener("two", listener -> listener.port(0).routing(saying("two")))
                        .listener(
                                "tls",
                                listener ->
                                        listener.port(0)
                                                .tls(
                                                        tls ->
                                                                tls.key(file("server.key"))
                                                                        .cert(file("server.crt")))
                                                .routing(saying("tls")))
                        .onEvent(events::add)
                        .build()
                        .start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Consumer<Routes> saying(String word) {
        return routes -> routes.get("/", (_, response) -> response.send(word));
    }

    private String file(String name) {
        return certificates.file(name).toString();
    }

    private static String asked(int port) {
        try (RawClient client = RawClient.tcp(port)) {
            return client.get("/").body();
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private ChangeResult update(String listener, Consumer<ListenerConfig.Builder> change) {
        return server.updateConfig(config -> config.listener(listener, change));
    }

    @Test
    void aPlanSaysWhatEachKeyTakesAndDoesNothing() {
        ChangePlan plan =
                server.plan(
                        config ->
                                config.listener(
                                                "one",
                                                one ->
                                                        one.port(1)
                                                                .pool(
                                                                        pool ->
                                                                                pool.maxConnections(
                                                                                        7)))
                                        .listener("two", two -> two.grpc(g -> g.reflection(true)))
                                        .shutdown(shutdown -> shutdown.timeout(ofSeconds(7))));

        assertThat(plan.lines())
                .containsExactly(
                        "Change of version 1 by api",
                        "  ~ one (127.0.0.1:1): restart",
                        "      port: 0 -> 1 (restart: another address is bound and serves before the old one closes)",
                        "      pool.max-connections: 1000 -> 7 (runtime: holds for open connections from the next look at them)",
                        "  ~ two (127.0.0.1:0): nothing",
                        "      grpc.reflection: false -> true (nothing: it means the same in effect)",
                        "  = tls (127.0.0.1:0): nothing",
                        "  shutdown.timeout: 30s -> 7s (runtime: used when the server stops)");
        assertThat(plan.impact()).isEqualTo(Impact.RESTART);
        assertThat(plan.restarted()).containsExactly("one");
        assertThat(server.version()).isEqualTo(1);
        assertThat(asked(server.port("one"))).isEqualTo("one");
    }

    private static Duration ofSeconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void aRuntimeKeyIsAppliedAndOpenConnectionsStay() {
        try (RawClient open = RawClient.tcp(server.port("one"))) {
            open.get("/");

            ChangeResult result = update("one", one -> one.pool(pool -> pool.maxConnections(7)));

            assertThat(result).isInstanceOf(ChangeResult.Applied.class);
            assertThat(result.version()).isEqualTo(2).isEqualTo(server.version());
            assertThat(open.get("/").header("Connection").filter("close"::equals)).isEmpty();
            assertThat(server.config().listeners().get("one").pool().maxConnections()).isEqualTo(7);
        }
    }

    @Test
    void aRestartEndsConnectionsOfItsListenerAlone() {
        try (RawClient one = RawClient.tcp(server.port("one"));
                RawClient two = RawClient.tcp(server.port("two"))) {
            one.get("/");
            two.get("/");

            ChangeResult result = update("one", next -> next.http(http -> http.maxHeaderCount(7)));

            assertThat(result).isInstanceOf(ChangeResult.Restarted.class);
            assertThat(((ChangeResult.Restarted) result).listeners()).containsExactly("one");
            assertThat(one.get("/").header("Connection")).contains("close");
            assertThat(two.get("/").header("Connection").filter("close"::equals)).isEmpty();
        }
    }

    @Test
    void whenOneListenerCannotChangeNoneDoes() {
        int one = server.port("one");

        ChangeResult result =
                server.updateConfig(
                        config ->
                                config.listener("one", next -> next.host("localhost"))
                                        .listener("two", next -> next.port(server.port("tls"))));

        assertThat(result).isInstanceOf(ChangeResult.Refused.class);
        assertThat(result.message())
                .contains("listener \"two\": cannot bind 127.0.0.1:" + server.port("tls"));
        assertThat(server.port("one")).isEqualTo(one);
        assertThat(server.config().listeners().get("one").host()).isEqualTo("127.0.0.1");
        assertThat(asked(one)).isEqualTo("one");
        assertThat(server.version()).isEqualTo(1);
    }

    @Test
    void aPlanForAnEarlierVersionIsRefused() {
        ChangePlan early = server.plan(config -> config.listener("one", one -> one.trace(true)));
        update("two", two -> two.pool(pool -> pool.maxConnections(7)));

        ChangeResult result = server.apply(early);

        assertThat(result).isInstanceOf(ChangeResult.Stale.class);
        assertThat(result.message()).contains("the plan was made for version 1");
        assertThat(server.config().listeners().get("one").trace()).isFalse();
    }

    @Test
    void aListenerComesWhileTheServerRuns() {
        ChangeResult result =
                update("three", three -> three.port(0).routes(List.of(answer("/", "three"))));

        assertThat(result.isInForce()).isTrue();
        assertThat(asked(server.port("three"))).isEqualTo("three");
        assertThat(server.listeners()).hasSize(4);
    }

    private static RouteConfig answer(String path, String body) {
        return RouteConfig.builder()
                .path(path)
                .respond(RespondConfig.builder().body(body).build())
                .build();
    }

    @Test
    void aListenerThatGoesLetsItsRequestsFinish() throws IOException {
        int port = server.port("two");
        try (RawClient half = RawClient.tcp(port)) {
            half.send("GET / HTTP/1.1\r\nHost: a\r\n");
            await().until(() -> server.pool("two").connections().size() == 1);

            ChangeResult result = server.updateConfig(config -> config.withoutListener("two"));

            assertThat(result.isInForce()).isTrue();
            assertThat(isRefused(port)).isTrue();
            assertThat(server.listeners()).hasSize(2);
            assertThatThrownBy(() -> server.port("two")).hasMessageContaining("one of one, tls");
            half.awaitEnd();
        }
    }

    @Test
    void twoListenersExchangeTheirPorts() {
        int one = server.port("one");
        int two = server.port("two");
        update("one", next -> next.port(one));
        update("two", next -> next.port(two));

        ChangeResult result =
                server.updateConfig(
                        config ->
                                config.listener("one", next -> next.port(two))
                                        .listener("two", next -> next.port(one)));

        assertThat(result.isInForce()).as(result.message()).isTrue();
        assertThat(asked(two)).isEqualTo("one");
        assertThat(asked(one)).isEqualTo("two");
    }

    @Test
    void aListenerIsRenamedOnItsPort() {
        int port = server.port("two");

        ChangeResult result =
                server.updateConfig(
                        config ->
                                config.withoutListener("two")
                                        .listener(
                                                "named",
                                                named ->
                                                        named.port(port)
                                                                .routes(
                                                                        List.of(
                                                                                answer(
                                                                                        "/",
                                                                                        "anew")))));

        assertThat(result.isInForce()).as(result.message()).isTrue();
        assertThat(asked(port)).isEqualTo("anew");
    }

    @Test
    void anotherBacklogListensToTheSamePortAnew() {
        int port = server.port("one");

        ChangeResult result = update("one", one -> one.backlog(7));

        assertThat(result.isInForce()).as(result.message()).isTrue();
        assertThat(server.port("one")).isEqualTo(port);
        assertThat(asked(port)).isEqualTo("one");
    }

    @Test
    void aFileReplacedUnderItsNameIsSeenAndReadAnew() throws Exception {
        String before = serial();
        DevCertificates next = DevCertificates.createIn(directory.resolve("next"));
        assertThat(server.plan(server.config()).isEmpty()).isTrue();

        replace(next, "server.key");
        replace(next, "server.crt");
        ChangePlan plan = server.plan(server.config());

        assertThat(plan.impact()).isEqualTo(Impact.RUNTIME);
        assertThat(plan.toString())
                .contains("tls.cert: ")
                .contains("the file holds something else");
        assertThat(serial()).isEqualTo(before);
        try (RawClient open = RawClient.tcp(server.port("tls")).tls(certificates.trusting())) {
            open.get("/");
            assertThat(server.apply(plan)).isInstanceOf(ChangeResult.Applied.class);
            assertThat(open.get("/").body()).isEqualTo("tls");
        }
        certificates = next;
        assertThat(serial()).isNotEqualTo(before);
        assertThat(server.plan(server.config()).isEmpty()).isTrue();
    }

    @Test
    void aKeyThatDoesNotFitItsCertificateIsRefusedAndTheOldOneStays() throws Exception {
        String before = serial();
        DevCertificates next = DevCertificates.createIn(directory.resolve("next"));
        replace(next, "server.key");

        ChangeResult result = server.updateConfig(config -> {});

        assertThat(result).isInstanceOf(ChangeResult.Refused.class);
        assertThat(result.message()).contains("listeners.tls.tls.key").contains("does not fit");
        assertThat(serial()).isEqualTo(before);
    }

    private void replace(DevCertificates by, String name) throws IOException {
        Files.move(by.file(name), certificates.file(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private String serial() throws SSLPeerUnverifiedException {
        try (RawClient client = RawClient.tcp(server.port("tls")).tls(certificates.trusting())) {
            client.get("/");
            X509Certificate shown =
                    (X509Certificate) client.engine().getSession().getPeerCertificates()[0];
            return shown.getSerialNumber().toString();
        }
    }

    @Test
    void theHistoryTellsWhatWasAndWhereToReturnTo() {
        update("one", one -> one.pool(pool -> pool.maxConnections(7)));
        update("one", one -> one.protocols(List.of("unheard-of")));

        assertThat(server.history()).extracting(ConfigVersion::version).containsExactly(1L, 2L, 3L);
        assertThat(server.history())
                .extracting(ConfigVersion::outcome)
                .containsExactly(Outcome.STARTED, Outcome.APPLIED, Outcome.REFUSED);

        ChangeResult result = server.rollback(1);

        assertThat(result.version()).isEqualTo(4);
        assertThat(result.plan().source()).isEqualTo("rollback to version 1");
        assertThat(server.config().listeners().get("one").pool().maxConnections()).isEqualTo(1_000);
        assertThatThrownBy(() -> server.rollback(3))
                .hasMessage("version: 3 (expected: one of [1, 2, 4])");
    }

    @Test
    void whatIsReadOnceNeedsANewStart() {
        ChangeResult result = server.updateConfig(config -> config.application("echo"));

        assertThat(result.message())
                .contains("application: none -> echo (new start: it is read once");
    }

    @Test
    void changesAtOneTimeWaitForOneAnother() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ChangeResult>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(
                        executor.submit(
                                () ->
                                        server.updateConfig(
                                                config ->
                                                        config.shutdown(
                                                                shutdown ->
                                                                        shutdown.timeout(
                                                                                config.build()
                                                                                        .shutdown()
                                                                                        .timeout()
                                                                                        .plusSeconds(
                                                                                                1))))));
            }
            for (Future<ChangeResult> result : results) {
                assertThat(result.get().isInForce()).isTrue();
            }
        }
        assertThat(server.version()).isEqualTo(21);
        assertThat(server.config().shutdown().timeout()).hasSeconds(50);
    }

    @Test
    void everyStepIsTold() {
        update("one", one -> one.pool(pool -> pool.maxConnections(7)));

        assertThat(events)
                .contains(
                        new ServerEvent.ConfigChanged(
                                1, "api", List.of("listeners.one.pool.max-connections")))
                .hasAtLeastOneElementOfType(ServerEvent.ListenerReconfigured.class)
                .hasAtLeastOneElementOfType(ServerEvent.ChangeEnded.class)
                .hasAtLeastOneElementOfType(ServerEvent.StartStepEnded.class);
    }

    @Test
    void whateverCannotBeUsedChangesNothing() {
        Random random = new Random(9);
        List<ListenerView> before = server.listeners();
        for (int i = 0; i < 200; i++) {
            List<String> names = List.of("one", "two", "tls");
            String wrong = names.get(random.nextInt(names.size()));
            String well = names.get(random.nextInt(names.size()));
            int kind = random.nextInt(4);

            ChangeResult result =
                    server.updateConfig(
                            config ->
                                    config.listener(well, l -> l.pool(p -> p.maxConnections(7)))
                                            .listener(wrong, l -> spoil(l, wrong, kind)));

            assertThat(result).as(wrong + " " + kind).isInstanceOf(ChangeResult.Refused.class);
            assertThat(result.message()).contains(wrong);
        }
        assertThat(server.version()).isEqualTo(1);
        assertThat(server.listeners())
                .extracting(ListenerView::config)
                .isEqualTo(before.stream().map(ListenerView::config).toList());
        assertThat(asked(server.port("one"))).isEqualTo("one");
        assertThat(asked(server.port("two"))).isEqualTo("two");
    }

    private void spoil(ListenerConfig.Builder listener, String name, int kind) {
        switch (kind) {
            case 0 -> listener.protocols(List.of("http", "unheard-of"));
            case 1 -> listener.port(server.port(name.equals("tls") ? "one" : "tls"));
            case 2 -> listener.tls(tls -> tls.key("none.key").cert("none.crt"));
            default -> listener.tls(tls -> tls.key(file("server.key")).cert(file("client.crt")));
        }
    }
}
