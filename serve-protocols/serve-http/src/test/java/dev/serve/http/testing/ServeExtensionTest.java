package dev.serve.http.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.TlsMode;
import dev.serve.api.routing.Routes;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import dev.serve.testing.Listener;
import dev.serve.testing.ServeExtension;
import dev.serve.testing.TestHttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ServeExtensionTest {

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");
    private static final Identity IDENTITY = AUTHORITY.server().issue();

    @RegisterExtension
    static final ServeExtension SERVE =
            ServeExtension.of(ServeExtensionTest::mutualTls)
                    .clientTls(ClientTls.trusting(AUTHORITY, AUTHORITY.client("alice").issue()));

    private static void mutualTls(ServerBuilder server) {
        server.listener(
                "tls",
                tls ->
                        tls.port(0)
                                .tls(
                                        keys ->
                                                keys.mode(TlsMode.MUTUAL_TLS)
                                                        .key(IDENTITY.keyPem())
                                                        .cert(IDENTITY.certPem())
                                                        .ca(AUTHORITY.certPem()))
                                .routing(saying("in")));
    }

    private static Consumer<Routes> saying(String text) {
        return routes -> routes.get("/", (req, res) -> res.send(text));
    }

    @Test
    void clientsShowTheCertificateTheyAreGiven() {
        assertThat(SERVE.http("tls").get("/").body()).isEqualTo("in");
        assertThat(SERVE.raw("tls").get("/").body()).isEqualTo("in");
    }

    @Test
    void theOnlyListenerNeedsNoName(@Listener TestHttpClient http) {
        assertThat(http).isSameAs(SERVE.http("tls"));
        assertThat(SERVE.uri("tls")).hasPort(SERVE.port("tls"));
    }

    @Test
    void anUnknownListenerIsToldWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SERVE.http("web"))
                .withMessage("listener web (expected: one of [tls])");
    }

    @Test
    void aPortThatIsFixedIsNotTakenByATest() {
        List<String> failures = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(FixesItsPort.class))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(
                                    TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .ifPresent(thrown -> failures.add(thrown.getMessage()));
                            }
                        });

        assertThat(failures)
                .containsExactly(
                        "listener web: 127.0.0.1:8080 (expected: a host and port that tests can move; they are fixed)");
    }

    static class FixesItsPort {

        @RegisterExtension
        static final ServeExtension FIXED =
                ServeExtension.of(
                        server -> server.listener("web", web -> web.port(8080).fixed("port")));

        @Test
        void isNotReached() {}
    }

    @Nested
    class InAnInstanceField {

        private static final Set<Server> SEEN = new HashSet<>();

        @RegisterExtension
        final ServeExtension own =
                ServeExtension.of(
                        server ->
                                server.listener("web", web -> web.port(0).routing(saying("own"))));

        @RepeatedTest(2)
        void eachTestHasAServerOfItsOwn() {
            assertThat(own.http("web").get("/").body()).isEqualTo("own");
            assertThat(SEEN.add(own.server())).isTrue();
        }
    }
}
