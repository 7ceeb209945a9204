package dev.serve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WireObserver;
import dev.serve.server.wire.Buffers;
import dev.serve.server.wire.PlainWire;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.LogCapture;
import dev.serve.testing.LogEntry;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.ProxyProtocolV2Data;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final String EXAMPLE = "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n";

    private SocketChannel client;
    private Wire wire;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server =
                ServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client = SocketChannel.open(server.getLocalAddress());
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            wire = PlainWire.blocking(server.accept(), new Buffers(1), WireObserver.NONE);
        }
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        client.close();
    }

    private void send(byte[] bytes) throws IOException {
        client.write(ByteBuffer.wrap(bytes));
    }

    private String window() {
        return new String(
                wire.input(), wire.position(), wire.available(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void consumesExactlyItsBytes() throws IOException {
        send(Headers.ascii(EXAMPLE + "GET /"));
        ProxyHeader header = ProxyHeader.read(wire);
        assertThat(header.source()).hasToString("/192.168.0.1:56324");
        assertThat(window()).isEqualTo("GET /");
    }

    @Test
    void waitsForBytesThatComeOneAtATime() throws Exception {
        byte[] bytes = Headers.ipv6().tlv(0x02, "example.org").version2(0x21, 0x21);
        FutureTask<ProxyHeader> reading = new FutureTask<>(() -> ProxyHeader.read(wire));
        Thread reader = Thread.ofVirtual().start(reading);
        for (byte value : bytes) {
            assertThat(reading.isDone()).isFalse();
            send(new byte[] {value});
        }
        assertThat(reading.get(5, TimeUnit.SECONDS).source())
                .hasToString("/[2001:db8:0:0:0:0:0:1]:56324");
        assertThat(wire.available()).isZero();
        reader.join();
    }

    @Test
    void refusesSomethingElseAtOnce() throws IOException {
        send(Headers.ascii("G"));
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> ProxyHeader.read(wire))
                .withMessage("no PROXY header (expected: one of version 1 or 2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PROXY TCP4 192.168.0.1 ", "\r\n\r\n"})
    void refusesAPartOfAHeader(String part) throws IOException {
        send(Headers.ascii(part));
        client.shutdownOutput();
        assertThatExceptionOfType(ProxyHeaderException.class)
                .isThrownBy(() -> ProxyHeader.read(wire))
                .withMessageStartingWith(part.length() + " bytes, then the end");
    }

    @Nested
    class AtAnEntrance {

        private ProxyEntrance entrance(String... trusted) {
            return new ProxyEntrance(
                    "web",
                    ListenerConfig.builder()
                            .port(0)
                            .proxyProtocol(true)
                            .trustedProxies(List.of(trusted).stream().map(Cidr::parse).toList())
                            .build());
        }

        @Test
        void isReadFromATrustedProxy() throws IOException {
            send(Headers.ascii(EXAMPLE));
            ProxyHeader header = entrance("127.0.0.0/8").pass(client.getLocalAddress(), wire);
            assertThat(header.source()).hasToString("/192.168.0.1:56324");
        }

        @Test
        @ExpectLog("trusted-proxies")
        void isNotReadFromAnybodyElse() throws IOException {
            send(Headers.ascii(EXAMPLE));
            ProxyEntrance entrance = entrance("10.0.0.0/8");
            SocketAddress peer = client.getLocalAddress();
            try (LogCapture log = LogCapture.start()) {
                for (int i = 0; i < 3; i++) {
                    assertThatExceptionOfType(ProxyHeaderException.class)
                            .isThrownBy(() -> entrance.pass(peer, wire))
                            .withMessageContaining("is not in trusted-proxies");
                }
                assertThat(log.entries(System.Logger.Level.WARNING))
                        .singleElement()
                        .extracting(LogEntry::message)
                        .asString()
                        .startsWith(
                                "listener web: refused 1 connection, of "
                                        + peer
                                        + ": it is not in trusted-proxies");
            }
            assertThat(wire.available()).isZero();
        }

        @Test
        @ExpectLog("no PROXY header")
        void isRequiredFromATrustedProxy() throws IOException {
            send(Headers.ascii("GET / HTTP/1.1\r\n\r\n"));
            ProxyEntrance entrance = entrance("127.0.0.1");
            SocketAddress peer = client.getLocalAddress();
            assertThatExceptionOfType(ProxyHeaderException.class)
                    .isThrownBy(() -> entrance.pass(peer, wire));
        }
    }

    @Test
    void isToldInHelidonsWords() throws IOException {
        send(Headers.ascii(EXAMPLE));
        ProxyProtocolData first = ProxyHeader.read(wire).data();
        assertThat(first).isNotInstanceOf(ProxyProtocolV2Data.class);
        assertThat(first.family()).isEqualTo(ProxyProtocolData.Family.IPv4);
        assertThat(first.protocol()).isEqualTo(ProxyProtocolData.Protocol.TCP);
        assertThat(first.sourceAddress()).isEqualTo("192.168.0.1");
        assertThat(first.sourcePort()).isEqualTo(56_324);
        assertThat(first.destAddress()).isEqualTo("192.168.0.11");
        assertThat(first.destPort()).isEqualTo(443);
        send(Headers.ipv6().tlv(0x02, "example.org").version2(0x21, 0x21));
        ProxyProtocolV2Data second = (ProxyProtocolV2Data) ProxyHeader.read(wire).data();
        assertThat(second.family()).isEqualTo(ProxyProtocolData.Family.IPv6);
        assertThat(second.command()).isEqualTo(ProxyProtocolV2Data.Command.PROXY);
        assertThat(second.sourceSocketAddress()).hasToString("/[2001:db8:0:0:0:0:0:1]:56324");
        assertThat(second.destSocketAddress()).hasToString("/[2001:db8:0:0:0:0:0:2]:443");
        assertThat(second.tlvs())
                .containsExactly(new ProxyProtocolV2Data.Tlv.Authority("example.org"));
        send(Headers.nothing().version2(0x20, 0));
        ProxyProtocolV2Data own = (ProxyProtocolV2Data) ProxyHeader.read(wire).data();
        assertThat(own.command()).isEqualTo(ProxyProtocolV2Data.Command.LOCAL);
        assertThat(own.sourceSocketAddress()).isEqualTo(new InetSocketAddress("0.0.0.0", 0));
        assertThat(own.destSocketAddress()).isEqualTo(new InetSocketAddress("0.0.0.0", 0));
    }
}
