package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.Server;
import dev.serve.api.config.TlsMode;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.ExpectLog;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.SecurityLevel;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ServerCalls;
import io.grpc.testing.TlsTesting;
import io.grpc.testing.integration.TestServiceClient;
import io.grpc.testing.integration.TestServiceImpl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over TLS, mutual TLS and Unix sockets, and beside HTTP on one port. */
class TransportsTest {

    @TempDir Path directory;

    private static String call(String target, ChannelCredentials credentials)
            throws InterruptedException {
        ManagedChannelBuilder<?> builder = Grpc.newChannelBuilder(target, credentials);
        if (target.startsWith("unix:")) {
            // A path, which is what it would send, is no authority of HTTP.
            builder.overrideAuthority("localhost");
        }
        ManagedChannel channel = builder.build();
        try {
            return Texts.call(channel, "hello");
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** Answers with what it knows of its client. */
    private static ServerServiceDefinition whoami() {
        ServerCallHandler<String, String> echo =
                ServerCalls.asyncUnaryCall(
                        (request, answer) -> {
                            answer.onNext(request);
                            answer.onCompleted();
                        });
        return Texts.service(
                Texts.UNARY,
                (call, metadata) -> {
                    SSLSession tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
                    assertThat(tls).isNotNull();
                    assertThat(call.getSecurityLevel())
                            .isEqualTo(SecurityLevel.PRIVACY_AND_INTEGRITY);
                    return echo.startCall(call, metadata);
                });
    }

    @Test
    void tls() throws Exception {
        DevCertificates certificates = DevCertificates.createIn(directory);
        try (GrpcServer server = secure(certificates, TlsMode.AUTO)) {
            assertThat(
                            call(
                                    "dns:///localhost:" + server.port(),
                                    TlsChannelCredentials.newBuilder()
                                            .trustManager(certificates.file("ca.crt").toFile())
                                            .build()))
                    .isEqualTo("hello");
        }
    }

    private static GrpcServer secure(DevCertificates certificates, TlsMode mode) {
        return GrpcServer.listening(
                listener ->
                        listener.tls(
                                        tls -> {
                                            tls.mode(mode)
                                                    .key(certificates.file("server.key").toString())
                                                    .cert(
                                                            certificates
                                                                    .file("server.crt")
                                                                    .toString());
                                            if (mode == TlsMode.MUTUAL_TLS) {
                                                tls.ca(certificates.file("ca.crt").toString());
                                            }
                                        })
                                .routing(routes -> routes.grpc(whoami())));
    }

    @Test
    void mutualTls() throws Exception {
        DevCertificates certificates = DevCertificates.createIn(directory);
        TlsChannelCredentials.Builder known =
                TlsChannelCredentials.newBuilder()
                        .trustManager(certificates.file("ca.crt").toFile());
        try (GrpcServer server = secure(certificates, TlsMode.MUTUAL_TLS)) {
            String target = "dns:///localhost:" + server.port();
            assertThatThrownBy(() -> call(target, known.build()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("UNAVAILABLE");
            known.keyManager(
                    certificates.file("client.crt").toFile(),
                    certificates.file("client.key").toFile());
            assertThat(call(target, known.build())).isEqualTo("hello");
        }
    }

    /** Netty's client tells that Unix sockets have no keep-alive. */
    @Test
    @ExpectLog("Unknown channel option 'SO_KEEPALIVE'")
    void aUnixSocket() throws Exception {
        Path socket = directory.resolve("rpc.sock");
        Server server =
                Server.builder()
                        .listener(
                                "rpc",
                                listener ->
                                        listener.path(socket.toString())
                                                .protocols("grpc")
                                                .routing(routes -> routes.grpc(Texts.echo())))
                        .build()
                        .start();
        try {
            assertThat(call("unix://" + socket, InsecureChannelCredentials.create()))
                    .isEqualTo("hello");
        } finally {
            server.stop();
        }
    }

    @Test
    void besideHttpOnOnePort() throws Exception {
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.protocols("http", "grpc")
                                        .routing(
                                                routes ->
                                                        routes.any(
                                                                        "/*",
                                                                        (_, response) ->
                                                                                response.send(
                                                                                        "page"))
                                                                .grpc(Texts.echo())))) {
            assertThat(Texts.call(server.channel(), "hello")).isEqualTo("hello");
            assertThat(page(server.port())).isEqualTo("page");
        }
    }

    private static String page(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/x"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_unary",
                "large_unary",
                "ping_pong",
                "server_streaming",
                "custom_metadata"
            })
    void interoperabilityOverTls(String name) throws IOException {
        String key = certificate("server1.key");
        String chain = certificate("server1.pem");
        try (GrpcServer server =
                GrpcServer.listening(
                        listener ->
                                listener.tls(tls -> tls.key(key).cert(chain))
                                        .routing(
                                                routes ->
                                                        routes.grpc(
                                                                new TestServiceImpl(
                                                                        ForkJoinPool.commonPool()),
                                                                InteropTest.interceptors())))) {
            assertThatCode(
                            () ->
                                    TestServiceClient.main(
                                            new String[] {
                                                "--use_tls=true",
                                                "--use_test_ca=true",
                                                "--server_host=127.0.0.1",
                                                "--server_host_override=foo.test.google.fr",
                                                "--server_port=" + server.port(),
                                                "--test_case=" + name
                                            }))
                    .doesNotThrowAnyException();
        }
    }

    /** Of the authority that the client knows. */
    private static String certificate(String name) throws IOException {
        try (InputStream pem = TlsTesting.loadCert(name)) {
            return new String(pem.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
