package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that speak another protocol than the listener, or than they have negotiated. */
class WrongProtocolTest {

    @TempDir private static Path directory;

    private static DevCertificates certificates;
    private static Server server;

    @BeforeAll
    static void start() {
        certificates = DevCertificates.createIn(directory);
        server =
                Server.builder()
                        .listener(
                                "tls",
                                listener ->
                                        listener.port(0)
                                                .tls(
                                                        tls ->
                                                                tls.key(file("server.key"))
                                                                        .cert(file("server.crt")))
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                        "/hello",
                                                                        (req, res) ->
                                                                                res.send("hello"))))
                        .listener("plain", listener -> listener.port(0))
                        .build()
                        .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String file(String name) {
        return certificates.file(name).toString();
    }

    private static RawClient tls(String... protocols) {
        return RawClient.tcp(server.port("tls")).tls(certificates.trusting(), protocols);
    }

    @Test
    void plainHttpOnATlsPortIsAnswered400() {
        try (RawClient client = RawClient.tcp(server.port("tls"))) {
            RawAnswer answer = client.get("/hello");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("HTTPS");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void otherBytesOnATlsPortGetNoAnswer() {
        try (RawClient client = RawClient.tcp(server.port("tls"))) {
            client.send("\u0000\u0001 no protocol");
            assertThat(client.awaitEnd()).isNotNull();
        }
    }

    @Test
    void tlsOnAPlainPortIsAnswered400() {
        try (RawClient client = RawClient.tcp(server.port("plain"))) {
            client.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
            assertThat(client.readAnswer().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void whoNegotiatesHttp11AndSpeaksHttp2IsRefused() {
        try (RawClient client = tls("http/1.1")) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.readAnswer().status()).isEqualTo(505);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void whoNegotiatesHttp2AndSpeaksHttp11IsRefused() {
        try (RawClient client = tls("h2")) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readToEnd()).doesNotContain("HTTP/1.1", "hello");
        }
    }

    /** RFC 8446 section 6.1: who has closed its side in order is still answered. */
    @Test
    void whoHasEndedItsSideOfTlsIsAnswered() {
        try (RawClient client = tls("http/1.1")) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.shutdownOutput();
            assertThat(client.readAnswer().body()).isEqualTo("hello");
        }
    }

    /** A body that TLS did not end in order may be cut by an attacker: it is not served. */
    @Test
    void aBodyThatIsCutOffIsNotTakenForWhole() {
        try (RawClient client = tls("http/1.1")) {
            byte[] head =
                    "POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII);
            client.send(head);
            client.reset();
        }
        try (RawClient client = tls("http/1.1")) {
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }
}
