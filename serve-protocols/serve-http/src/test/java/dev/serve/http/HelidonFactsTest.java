package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.testing.ExpectLog;
import io.helidon.common.Weighted;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DateTime;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.Router;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1UpgradeRouting;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What we rely on in Helidon or work around, apart from bytes on the wire ({@link
 * HelidonEngineFactsTest}) and static content ({@link HelidonFilesFactsTest}). A test that fails
 * after a change of version shows what moved.
 */
@StopsPlainHelidon
class HelidonFactsTest {

    @Nested
    class Versions {

        /** 4.4.0 loses bytes on partial writes. */
        @Test
        void theSocketLibraryIs450() {
            assertThat(HelidonSocket.class.getPackage().getImplementationVersion())
                    .isEqualTo("4.5.0");
        }

        @Test
        void serverHttp2AndHttpAreOfOneVersion() {
            assertThat(
                            List.of(
                                    WebServer.class.getPackage().getImplementationVersion(),
                                    Http2Config.class.getPackage().getImplementationVersion(),
                                    HttpPrologue.class.getPackage().getImplementationVersion()))
                    .containsOnly("4.5.0");
        }
    }

    @Nested
    class Defaults {

        /** 40 ms a request over HTTP/2 without it; our acceptor switches it on. */
        @Test
        void noDelayIsOff() {
            assertThat(SocketOptions.create().tcpNoDelay()).isFalse();
        }

        /** What we drop of a listener's options is off, or what we want, by itself. */
        @Test
        void aListenerWritesDirectlyAndReadsNoProxyHeader() {
            ListenerConfig listener = ListenerConfig.create();
            assertThat(listener.writeQueueLength()).isZero();
            assertThat(listener.smartAsyncWrites()).isFalse();
            assertThat(listener.useNio()).isTrue();
            assertThat(listener.enableProxyProtocol()).isFalse();
            assertThat(listener.maxPayloadSize()).isEqualTo(-1);
            assertThat(listener.errorHandling().includeEntity()).isFalse();
        }

        @Test
        void http1HasSmallerLimitsThanOurs() {
            Http1Config http1 = Http1Config.create();
            assertThat(http1.maxPrologueLength()).isEqualTo(4_096);
            assertThat(http1.maxHeadersSize()).isEqualTo(16_384);
            assertThat(http1.validateRequestHeaders()).isTrue();
        }

        /** Response splitting otherwise; we set it all the same. */
        @Test
        void responseHeadersAreValidated() {
            assertThat(Http1Config.create().validateResponseHeaders()).isTrue();
            assertThat(Http2Config.create().validateResponseHeaders()).isTrue();
        }

        @Test
        void http2Allows8192StreamsAndHidesErrors() {
            Http2Config http2 = Http2Config.create();
            assertThat(http2.maxConcurrentStreams()).isEqualTo(8_192);
            assertThat(http2.maxHeaderListSize()).isEqualTo(8_192);
            assertThat(http2.maxFrameSize()).isEqualTo(16_384);
            assertThat(http2.initialWindowSize()).isEqualTo(1_048_576);
            assertThat(http2.sendErrorDetails()).isFalse();
        }

        /** RFC 9110 section 5.6.7 wants two digits; our files write their own dates. */
        @Test
        void datesHaveOneDigitBeforeTheTenth() {
            assertThat(
                            ZonedDateTime.of(2025, 5, 3, 10, 0, 0, 0, ZoneOffset.UTC)
                                    .format(DateTime.RFC_1123_DATE_TIME))
                    .isEqualTo("Sat, 3 May 2025 10:00:00 GMT");
        }
    }

    @Nested
    class Identification {

        private final Http1ConnectionSelector http1 =
                Http1ConnectionSelector.builder().config(Http1Config.create()).build();
        private final Http2ConnectionSelector http2 =
                Http2ConnectionSelector.builder().http2Config(Http2Config.create()).build();

        /** So HTTP/1 would claim any protocol that begins slowly; our detector goes by prefixes. */
        @Test
        void http1TakesAnyBytesWithoutALineFeed() {
            assertThat(http1.supports(BufferData.create("no HTTP at all")))
                    .isEqualTo(ServerConnectionSelector.Support.SUPPORTED);
        }

        /**
         * So a preface in two pieces would be answered as HTTP/1; our detector waits for the rest.
         */
        @Test
        void http2WantsItsWholePrefaceAtOnce() {
            assertThat(http2.bytesToIdentifyConnection()).isEqualTo(24);
            assertThat(http2.supports(BufferData.create(RawHttp2.PREFACE)))
                    .isEqualTo(ServerConnectionSelector.Support.SUPPORTED);
            assertThat(http2.supports(BufferData.create("PRI * HTTP/2")))
                    .isEqualTo(ServerConnectionSelector.Support.UNSUPPORTED);
        }

        @Test
        void selectorsTellTheirAlpnNames() {
            assertThat(http1.supportedApplicationProtocols()).containsExactly("http/1.1");
            assertThat(http2.supportedApplicationProtocols()).containsExactly("h2");
        }
    }

    @Nested
    class RoutingOfHttp {

        /** A routing that swaps must be one too, or routed upgrades throw. */
        @Test
        void isAnUpgradeRoutingAsWell() {
            assertThat(HttpRouting.builder().build()).isInstanceOf(Http1UpgradeRouting.class);
        }

        /** So two routings made by builders of one class overwrite one another. */
        @Test
        @ExpectLog("Second routing of the same type")
        void isKeptByTheClassOfItsBuilder() {
            Router router =
                    Router.builder()
                            .addRouting(HttpRouting.builder())
                            .addRouting(HttpRouting.builder())
                            .build();
            assertThat(router.routings()).hasSize(1);
        }

        @Test
        void asksRoutesWithMethodAndHeaders() {
            AtomicReference<ServerRequestHeaders> asked = new AtomicReference<>();
            HttpRoute route =
                    new HttpRoute() {
                        @Override
                        public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
                            throw new AssertionError("asked without headers");
                        }

                        @Override
                        public PathMatchers.MatchResult accepts(
                                HttpPrologue prologue, ServerRequestHeaders headers) {
                            asked.set(headers);
                            return PathMatchers.any().match(prologue.uriPath());
                        }

                        @Override
                        public Handler handler() {
                            return RoutesTest.says("a");
                        }
                    };
            try (var server = PlainHelidon.of(it -> it.routing(rules -> rules.route(route)))) {
                assertThat(server.get("/a").body()).isEqualTo("a");
                assertThat(asked.get()).isNotNull();
            }
        }

        @Test
        void runsFiltersInTheOrderOfRegistrationBeforeAnyRoute() {
            List<String> order = new CopyOnWriteArrayList<>();
            try (var server =
                    PlainHelidon.of(
                            it ->
                                    it.routing(
                                            rules ->
                                                    rules.get(
                                                                    (req, res) -> {
                                                                        order.add("route");
                                                                        res.send();
                                                                    })
                                                            .addFilter(filter(order, "1"))
                                                            .addFilter(filter(order, "2"))))) {
                server.get("/");
                assertThat(order).containsExactly("1", "2", "route");
            }
        }

        @Test
        void sortsFeaturesByWeightTheHeavierFirst() {
            List<String> order = new CopyOnWriteArrayList<>();
            try (var server =
                    PlainHelidon.of(
                            it ->
                                    it.routing(
                                            rules ->
                                                    rules.addFilter(filter(order, "own 100"))
                                                            .addFeature(weighted(order, 50))
                                                            .addFeature(weighted(order, 200))))) {
                server.get("/");
                assertThat(order).containsExactly("200", "own 100", "50");
            }
        }

        /** So the extensions' error handlers, which come first, win. */
        @Test
        void keepsTheFirstErrorHandlerOfAType() {
            try (var server =
                    PlainHelidon.of(
                            it ->
                                    it.routing(
                                            rules ->
                                                    rules.get(
                                                                    (req, res) -> {
                                                                        throw new IOException();
                                                                    })
                                                            .error(
                                                                    IOException.class,
                                                                    (req, res, e) ->
                                                                            res.send("first"))
                                                            .error(
                                                                    IOException.class,
                                                                    (req, res, e) ->
                                                                            res.send("second"))))) {
                assertThat(server.get("/").body()).isEqualTo("first");
            }
        }

        /** An engine of ours has to answer HEAD, Allow and 405 from the recorded rules. */
        @Test
        void answersHeadAndOtherMethodsOfARouteForGetWith404() {
            try (var server =
                    PlainHelidon.of(
                            it -> it.routing(rules -> rules.get("/a", RoutesTest.says("a"))))) {
                assertThat(server.send("HEAD", "/a").statusCode()).isEqualTo(404);
                assertThat(server.send("POST", "/a").statusCode()).isEqualTo(404);
            }
        }

        /** So below a pattern with a parameter our scopes match paths by themselves. */
        @Test
        void losesPathsThatEndInASlashBelowAPatternWithAParameter() {
            var path = io.helidon.common.uri.UriPath.create("/t/acme/");
            assertThat(PathMatchers.create("/t/{tenant}").prefixMatch(path).accepted()).isFalse();
            assertThat(PathMatchers.create("/t/{tenant}/*").match(path).accepted()).isTrue();
        }

        /** So our filters are checked by us, and the client is told nothing. */
        @Test
        @ExpectLog("Internal server error")
        void tellsClientsTheClassOfAFilterThatDoesNothing() {
            try (var server =
                    PlainHelidon.of(
                            it -> it.routing(rules -> rules.addFilter((chain, req, res) -> {})))) {
                assertThat(server.get("/").statusCode()).isEqualTo(500);
                assertThat(server.get("/").body()).contains("HelidonFactsTest");
            }
        }
    }

    @Nested
    class AServer {

        /** Ours throws, with listener, address and cause. */
        @Test
        @ExpectLog(value = "", level = System.Logger.Level.ERROR)
        void doesNotThrowWhenItCannotBind() throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                WebServer server =
                        WebServer.builder()
                                .host("127.0.0.1")
                                .port(taken.getLocalPort())
                                .shutdownHook(false)
                                .featuresDiscoverServices(false)
                                .build()
                                .start();
                assertThat(server.isRunning()).isFalse();
            }
        }

        @Test
        void startsOnce() {
            WebServer server =
                    WebServer.builder()
                            .host("127.0.0.1")
                            .port(0)
                            .shutdownHook(false)
                            .featuresDiscoverServices(false)
                            .build()
                            .start();
            server.stop();
            assertThatThrownBy(server::start).hasMessageContaining("restarted");
        }

        /** Health and more, to everybody: ours sets up what it is given and discovers nothing. */
        @Test
        @ExpectLog(value = "", logger = "io.helidon.security")
        void servesFeaturesThatItDiscovers() {
            try (var server = PlainHelidon.of(it -> it.featuresDiscoverServices(true))) {
                assertThat(server.get("/observe/health").statusCode()).isNotEqualTo(404);
            }
        }
    }

    private static io.helidon.webserver.http.Filter filter(List<String> order, String name) {
        return (chain, request, response) -> {
            order.add(name);
            chain.proceed();
        };
    }

    private static HttpFeature weighted(List<String> order, double weight) {
        return new WeightedFeature(order, weight);
    }

    private record WeightedFeature(List<String> order, double weight)
            implements HttpFeature, Weighted {
        @Override
        public void setup(HttpRouting.Builder routing) {
            routing.addFilter(filter(order, "" + (int) weight));
        }
    }
}
