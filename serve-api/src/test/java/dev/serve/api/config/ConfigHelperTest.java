package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigHelperTest {

    @Nested
    class Http {

        @Test
        void hasItsDefaults() {
            ListenerConfig config = ConfigHelper.createHttpConfig(http -> {});
            assertThat(config)
                    .isEqualTo(ListenerConfig.builder().host("localhost").port(3000).build());
        }

        @Test
        void takesTheWordsOfABaseServer() {
            ListenerConfig config =
                    ConfigHelper.createHttpConfig(
                            http ->
                                    http.hostname("0.0.0.0")
                                            .port(8080)
                                            .trace(true)
                                            .ext(Map.of("team", "blue"))
                                            .connectionPool(pool -> pool.maxConnections(500)));
            assertThat(config)
                    .isEqualTo(
                            ListenerConfig.builder()
                                    .host("0.0.0.0")
                                    .port(8080)
                                    .trace(true)
                                    .ext(Map.of("team", "blue"))
                                    .pool(pool -> pool.maxConnections(500))
                                    .build());
        }

        @ParameterizedTest
        @ValueSource(ints = {22, 80, 443, 3306, 6379, 27017})
        void takesPortsThatBelongToOtherServices(int port) {
            assertThat(ConfigHelper.createHttpConfig(http -> http.port(port)).port())
                    .isEqualTo(port);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 65_536})
        void refusesPortsThatAreNone(int port) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ConfigHelper.createHttpConfig(http -> http.port(port)))
                    .withMessage("port: " + port + " (expected: an integer from 0 to 65535)");
        }
    }

    @Nested
    class Https {

        @Test
        void hasItsDefaults() {
            ListenerConfig config =
                    ConfigHelper.createHttpsConfig(
                            https -> https.ssl(ssl -> ssl.key("server.key").cert("server.crt")));
            assertThat(config.addressText()).isEqualTo("localhost:443");
            assertThat(config.tls())
                    .isEqualTo(TlsConfig.builder().key("server.key").cert("server.crt").build());
        }

        @Test
        void isNeverPlain() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ConfigHelper.createHttpsConfig(https -> {}))
                    .withMessage(
                            "tls: key and cert are missing (expected: key and cert, or a store)");
        }

        @Test
        void takesTheWordsOfTls() {
            TlsConfig tls =
                    tls(
                            ssl ->
                                    ssl.mode("mutual_tls")
                                            .ca("ca.crt")
                                            .passphrase("secret")
                                            .ciphers(
                                                    "ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256:!aNULL:!MD5")
                                            .honorCipherOrder(false)
                                            .secureProtocol("TLSv1_2_method")
                                            .requestCert(true)
                                            .rejectUnauthorized(true));
            assertThat(tls)
                    .isEqualTo(
                            TlsConfig.builder()
                                    .mode(TlsMode.MUTUAL_TLS)
                                    .key("k")
                                    .cert("c")
                                    .ca("ca.crt")
                                    .passphrase("secret")
                                    .ciphers(
                                            List.of(
                                                    "ECDHE-RSA-AES128-GCM-SHA256",
                                                    "TLS_AES_128_GCM_SHA256"))
                                    .cipherOrder(CipherOrder.CLIENT)
                                    .protocols(List.of("TLSv1.2"))
                                    .clientAuth(ClientAuth.REQUIRED)
                                    .build());
        }

        @ParameterizedTest
        @CsvSource({
            "auto,        ,       ,       NONE",
            "auto,        ,       true,   NONE",
            "auto,        ,       false,  NONE",
            "auto,        false,  true,   NONE",
            "auto,        true,   ,       REQUIRED",
            "auto,        true,   true,   REQUIRED",
            "auto,        true,   false,  OPTIONAL",
            "mutual_tls,  ,       ,       REQUIRED",
            "mutual_tls,  true,   true,   REQUIRED",
        })
        void asksForClientCertificatesAsNodeDoes(
                String mode, Boolean request, Boolean reject, ClientAuth expected) {
            TlsConfig tls =
                    tls(
                            ssl -> {
                                ssl.mode(mode).ca("ca.crt");
                                if (request != null) {
                                    ssl.requestCert(request);
                                }
                                if (reject != null) {
                                    ssl.rejectUnauthorized(reject);
                                }
                            });
            assertThat(tls.effectiveClientAuth()).isEqualTo(expected);
        }

        @Test
        void refusesMutualTlsThatLetsStrangersIn() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    tls(
                                            ssl ->
                                                    ssl.mode("mutual_tls")
                                                            .ca("ca.crt")
                                                            .rejectUnauthorized(false)))
                    .withMessageStartingWith("tls.client-auth: optional");
        }

        @ParameterizedTest
        @CsvSource({
            "TLS_method,           TLSv1.3 TLSv1.2",
            "SSLv23_method,        TLSv1.3 TLSv1.2",
            "TLSv1_2_method,       TLSv1.2",
            "TLSv1_2_server_method,TLSv1.2",
            "TLSv1_3_method,       TLSv1.3",
        })
        void knowsNodesNamesOfVersions(String method, String versions) {
            assertThat(tls(ssl -> ssl.secureProtocol(method)).effectiveProtocols())
                    .containsExactly(versions.split(" ", -1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1_method", "TLSv1_1_method", "SSLv3_method", ""})
        void refusesVersionsThatAreNotSafe(String method) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tls(ssl -> ssl.secureProtocol(method)))
                    .withMessage(
                            "ssl.secureProtocol: \""
                                    + method
                                    + "\" (expected: one of TLSv1_2_method, TLSv1_3_method, TLS_method)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"HIGH", "!AES128", "DHE+AES", "@STRENGTH", "a b", ""})
        void refusesCipherStringsThatNameNoSuite(String ciphers) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tls(ssl -> ssl.ciphers(ciphers)))
                    .withMessageStartingWith("ssl.ciphers: \"" + ciphers + "\" (expected: names");
        }

        @Test
        void refusesAModeThatIsNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tls(ssl -> ssl.mode("strict")))
                    .withMessage(
                            "ssl.mode: \"strict\" (expected: one of auto, manual, mutual_tls)");
        }

        private TlsConfig tls(Consumer<SSL1Config> change) {
            ListenerConfig config =
                    ConfigHelper.createHttpsConfig(
                            https -> https.ssl(ssl -> ssl.key("k").cert("c")).ssl(change));
            return Objects.requireNonNull(config.tls());
        }
    }

    @Nested
    class Http2 {

        @Test
        void hasItsDefaults() {
            ListenerConfig config =
                    ConfigHelper.createHttp2Config(
                            http2 -> http2.ssl(ssl -> ssl.key("k").cert("c")));
            assertThat(config.addressText()).isEqualTo("localhost:443");
            assertThat(config.http2()).isEqualTo(Http2Config.builder().build());
            assertThat(config.http2().maxHeaderListSize()).isEqualTo(8192);
            assertThat(config.http2().allowHttp1()).isTrue();
        }

        @Test
        void takesItsWords() {
            ListenerConfig config =
                    ConfigHelper.createHttp2Config(
                            http2 ->
                                    http2.maxHeaderListSize(16_384)
                                            .settings(settings -> settings.maxConcurrentStreams(10))
                                            .ssl(ssl -> ssl.key("k").cert("c").allowHTTP1(false)));
            assertThat(config.http2())
                    .isEqualTo(
                            Http2Config.builder()
                                    .maxHeaderListSize(16_384)
                                    .maxConcurrentStreams(10)
                                    .allowHttp1(false)
                                    .build());
        }
    }

    @Nested
    class WebSocket {

        @Test
        void hasItsDefaults() {
            ListenerConfig config = ConfigHelper.createWebSocketConfig(ws -> {});
            assertThat(config)
                    .isEqualTo(
                            ListenerConfig.builder()
                                    .host("localhost")
                                    .port(3000)
                                    .protocols(List.of("http", "websocket"))
                                    .build());
            assertThat(config.websocket().pingInterval()).isEqualTo(Duration.ofSeconds(30));
            assertThat(config.websocket().pongTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(config.websocket().heartbeatInterval()).isEqualTo(Duration.ofMinutes(1));
        }

        @Test
        void takesItsWords() {
            WebSocketConfig config =
                    ConfigHelper.createWebSocketConfig(
                                    ws ->
                                            ws.pingInterval(Duration.ofSeconds(10))
                                                    .pongTimeout(Duration.ofSeconds(2))
                                                    .heartbeatInterval(Duration.ofSeconds(40))
                                                    .settings(all -> all.maxSessions(7)))
                            .websocket();
            assertThat(config.pingInterval()).isEqualTo(Duration.ofSeconds(10));
            assertThat(config.pongTimeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(40));
            assertThat(config.maxSessions()).isEqualTo(7);
        }

        @Test
        void isEncryptedWhenToldHow() {
            ListenerConfig config =
                    ConfigHelper.createWebSocketConfig(
                            ws -> ws.ssl(ssl -> ssl.key("a.key").cert("a.crt")));
            assertThat(config.tls()).isNotNull();
        }
    }

    @Nested
    class Grpc {

        @Test
        void hasItsDefaults() {
            ListenerConfig config = ConfigHelper.createGrpcConfig(grpc -> {});
            assertThat(config.host()).isEqualTo("localhost");
            assertThat(config.port()).isEqualTo(50_051);
            assertThat(config.protocols()).containsExactly("grpc");
            assertThat(config.tls()).isNull();
            assertThat(config.grpc())
                    .isEqualTo(
                            GrpcConfig.builder()
                                    .maxReceiveMessageLength(4 << 20)
                                    .maxSendMessageLength(4 << 20)
                                    .keepAliveTime(Duration.ofSeconds(30))
                                    .pingTimeout(Duration.ofSeconds(5))
                                    .maxConnectionIdle(Duration.ofMinutes(5))
                                    .maxConnectionAge(Duration.ofHours(1))
                                    .ageGrace(Duration.ofSeconds(30))
                                    .build());
        }

        @Test
        void takesItsWords() {
            GrpcConfig config =
                    ConfigHelper.createGrpcConfig(
                                    grpc ->
                                            grpc.keepAliveTime(Duration.ofSeconds(10))
                                                    .keepAliveTimeout(Duration.ofSeconds(2))
                                                    .maxReceiveMessageLength(1_000)
                                                    .maxSendMessageLength(2_000)
                                                    .settings(all -> all.maxConcurrentCalls(7)))
                            .grpc();
            assertThat(config.keepAliveTime()).isEqualTo(Duration.ofSeconds(10));
            assertThat(config.pingTimeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(config.maxReceiveMessageLength()).isEqualTo(1_000);
            assertThat(config.maxSendMessageLength()).isEqualTo(2_000);
            assertThat(config.maxConcurrentCalls()).isEqualTo(7);
        }

        @Test
        void isInsecureOrOneWayOrMutual() {
            assertThat(
                            ConfigHelper.createGrpcConfig(
                                            grpc -> grpc.ssl(ssl -> ssl.enabled(false)))
                                    .tls())
                    .isNull();
            TlsConfig oneWay =
                    ConfigHelper.createGrpcConfig(
                                    grpc -> grpc.ssl(ssl -> ssl.keyFile("a.key").certFile("a.crt")))
                            .tls();
            assertThat(oneWay)
                    .isNotNull()
                    .extracting(TlsConfig::clientAuth)
                    .isNotEqualTo(ClientAuth.REQUIRED);
            TlsConfig mutual =
                    ConfigHelper.createGrpcConfig(
                                    grpc ->
                                            grpc.ssl(
                                                    ssl ->
                                                            ssl.mode("mutual_tls")
                                                                    .keyFile("a.key")
                                                                    .certFile("a.crt")
                                                                    .caFile("ca.crt")
                                                                    .clientCertRequired(true)))
                            .tls();
            assertThat(mutual)
                    .isNotNull()
                    .extracting(TlsConfig::clientAuth)
                    .isEqualTo(ClientAuth.REQUIRED);
        }
    }
}
