package dev.serve.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.change.ListenerChange;
import dev.serve.api.config.CipherOrder;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.config.WireKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The decision table of K3, its last column. */
class ChangeClassifierTest {

    private static final TlsConfig SECURE =
            TlsConfig.builder().key("a.key").cert("a.crt").ca("ca.crt").build();
    private static final ListenerConfig WEB =
            ListenerConfig.http(8080).toBuilder()
                    .protocols(List.of("http", "websocket", "sse", "grpc"))
                    .tls(SECURE)
                    .build();

    private static ServerConfig config(ListenerConfig web) {
        return ServerConfig.builder().listeners(Map.of("web", web)).build();
    }

    private static ListenerChange change(
            ListenerConfig before, Consumer<ListenerConfig.Builder> change) {
        ListenerConfig.Builder next = before.toBuilder();
        change.accept(next);
        return ChangeClassifier.plan(
                        1, "test", config(before), config(next.build()), name -> List.of())
                .listeners()
                .getFirst();
    }

    private static void takes(Impact impact, Consumer<ListenerConfig.Builder> change) {
        ListenerChange made = change(WEB, change);
        assertThat(made.keys()).isNotEmpty();
        assertThat(made.impact()).as(made.keys().toString()).isEqualTo(impact);
    }

    @Test
    void limitsDeadlinesPingsRoutesAndCertificatesAreAppliedAtRuntime() {
        takes(Impact.RUNTIME, web -> web.pool(pool -> pool.maxConnections(7)));
        takes(Impact.RUNTIME, web -> web.pool(pool -> pool.requestTimeout(Duration.ofSeconds(7))));
        takes(Impact.RUNTIME, web -> web.websocket(ws -> ws.maxMessageSize(7)));
        takes(Impact.RUNTIME, web -> web.websocket(ws -> ws.pingInterval(Duration.ofSeconds(7))));
        takes(Impact.RUNTIME, web -> web.sse(sse -> sse.buffer(7)));
        takes(Impact.RUNTIME, web -> web.trace(true));
        takes(Impact.RUNTIME, web -> web.ext(Map.of("a", "b")));
        takes(Impact.RUNTIME, web -> web.drainTimeout(Duration.ofSeconds(7)));
        takes(Impact.RUNTIME, web -> web.tls(tls -> tls.cert("b.crt").key("b.key")));
        takes(Impact.RUNTIME, web -> web.tls(tls -> tls.ca("b.crt")));
    }

    @Test
    void whatIsSettledWhenAConnectionBeginsNeedsTheListenerAnew() {
        takes(Impact.RESTART, web -> web.tls((TlsConfig) null));
        takes(Impact.RESTART, web -> web.tls(tls -> tls.clientAuth(ClientAuth.OPTIONAL)));
        takes(Impact.RESTART, web -> web.tls(tls -> tls.cipherOrder(CipherOrder.CLIENT)));
        takes(Impact.RESTART, web -> web.protocols(List.of("http")));
        takes(Impact.RESTART, web -> web.http2(http2 -> http2.maxConcurrentStreams(7)));
        takes(Impact.RESTART, web -> web.backlog(7));
        takes(Impact.RESTART, web -> web.reuseAddress(false));
        takes(Impact.RESTART, web -> web.host("localhost"));
        takes(Impact.RESTART, web -> web.port(7));
        takes(Impact.RESTART, web -> web.path("run/a.sock"));
        takes(Impact.RESTART, web -> web.wire(WireKind.BLOCKING));
    }

    @Test
    void whatMeansTheSameTakesNothing() {
        takes(Impact.NOTHING, web -> web.tls(tls -> tls.clientAuth(ClientAuth.NONE)));
        takes(Impact.NOTHING, web -> web.tls(tls -> tls.protocols(TlsConfig.DEFAULT_PROTOCOLS)));
        takes(Impact.NOTHING, web -> web.tcp(tcp -> tcp.maxFrameSize(7)));
        ListenerConfig unix = ListenerConfig.unix("run/a.sock");
        assertThat(change(unix, web -> web.reuseAddress(false)).impact()).isEqualTo(Impact.NOTHING);
    }

    @Test
    void theStrictestKeyDecides() {
        ListenerChange made = change(WEB, web -> web.port(7).pool(pool -> pool.maxConnections(7)));
        assertThat(made.keys())
                .extracting(KeyChange::impact)
                .containsExactly(Impact.RESTART, Impact.RUNTIME);
        assertThat(made.impact()).isEqualTo(Impact.RESTART);
    }

    @Test
    void contentsOfFilesAreADifference() {
        KeyChange read = new KeyChange("tls.cert", "a (1)", "a (2)", Impact.RUNTIME, "read");
        ChangePlan plan =
                ChangeClassifier.plan(1, "test", config(WEB), config(WEB), name -> List.of(read));
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.listeners().getFirst().keys()).containsExactly(read);
    }

    @Test
    void listenersComeGoAndStay() {
        ServerConfig before =
                ServerConfig.builder()
                        .listener("a", a -> a.port(1))
                        .listener("b", b -> b.port(2))
                        .build();
        ServerConfig next =
                ServerConfig.builder()
                        .listener("b", b -> b.port(2))
                        .listener("c", c -> c.port(3))
                        .build();
        ChangePlan plan = ChangeClassifier.plan(1, "test", before, next, name -> List.of());
        assertThat(plan.lines())
                .containsExactly(
                        "Change of version 1 by test",
                        "  = b (127.0.0.1:2): nothing",
                        "  + c (127.0.0.1:3): comes",
                        "  - a (127.0.0.1:1): goes, its connections drain");
        assertThat(plan.restarted()).containsExactly("c", "a");
    }

    @Test
    void everyKeyHasAReason() {
        ListenerChange made =
                change(
                        WEB,
                        web ->
                                web.trace(true)
                                        .host("localhost")
                                        .tls(tls -> tls.clientAuth(ClientAuth.NONE)));
        assertThat(made.keys()).extracting(KeyChange::reason).doesNotContain("").hasSize(3);
    }
}
