package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold however the bytes of a connection travel. */
class TransportsTest {

    private static final int BIG = 3 * 1024 * 1024;

    @TempDir private static Path directory;

    private static Server http(Transport transport) {
        return transport.serve(
                directory,
                routes ->
                        routes.post("/echo", (req, res) -> res.send(req.content().as(byte[].class)))
                                .get("/big", (req, res) -> res.send(new byte[BIG])));
    }

    @ParameterizedTest
    @EnumSource
    void bytesMayArriveOneAtATime(Transport transport) {
        try (Server server = http(transport);
                RawClient client = transport.connect(server, directory)) {
            for (char each :
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde"
                            .toCharArray()) {
                client.send(String.valueOf(each));
            }
            assertThat(client.readAnswer().body()).isEqualTo("abcde");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bigBodiesGoBothWays(Transport transport) {
        try (Server server = http(transport);
                RawClient client =
                        transport.connect(server, directory).within(Duration.ofSeconds(30))) {
            assertThat(client.get("/big").body()).hasSize(BIG);
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
            client.send("x".repeat(200_000));
            assertThat(client.readAnswer().body()).isEqualTo("x".repeat(200_000));
        }
    }

    /** An engine that speaks before its peer does. */
    private record Greeter() implements ServerConnectionSelector {

        @Override
        public int bytesToIdentifyConnection() {
            return 0;
        }

        @Override
        public Support supports(BufferData data) {
            return Support.SUPPORTED;
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return Set.of();
        }

        @Override
        public ServerConnection connection(ConnectionContext ctx) {
            return new ServerConnection() {
                @Override
                public void handle(Limit limit) {
                    ctx.dataWriter()
                            .write(
                                    BufferData.create(
                                            "220 ready\r\n".getBytes(StandardCharsets.US_ASCII)));
                    ctx.dataReader().ensureAvailable();
                }

                @Override
                public Duration idleTime() {
                    return Duration.ZERO;
                }

                @Override
                public void close(boolean interrupt) {}
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    @ExpectLog("is served by")
    void aServerMaySpeakFirst(Transport transport) {
        try (Server server =
                        Server.builder()
                                .listener(
                                        "web",
                                        listener ->
                                                transport
                                                        .place(listener, directory)
                                                        .connections(new Greeter()))
                                .build()
                                .start();
                RawClient client = transport.connect(server, directory)) {
            assertThat(client.readUntil("\r\n")).isEqualTo("220 ready\r\n");
        }
    }
}
