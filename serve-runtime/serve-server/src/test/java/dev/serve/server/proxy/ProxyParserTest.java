package dev.serve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.server.proxy.ProxyParser.Result;
import io.helidon.webserver.ProxyProtocolV2Data.Tlv;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyParserTest {

    private static final String EXAMPLE = "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n";
    private static final int PROXY = 0x21;
    private static final int LOCAL = 0x20;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    static Result parse(byte[] bytes) {
        return ProxyParser.parse(bytes, 0, bytes.length);
    }

    static ProxyHeader header(byte[] bytes) {
        assertThat(parse(bytes)).isInstanceOf(Result.Complete.class);
        Result.Complete complete = (Result.Complete) parse(bytes);
        assertThat(complete.length()).isEqualTo(bytes.length);
        return complete.header();
    }

    static String reason(byte[] bytes) {
        assertThat(parse(bytes)).isInstanceOf(Result.Invalid.class);
        String reason = ((Result.Invalid) parse(bytes)).reason();
        assertThat(reason).contains("(expected: ");
        return reason;
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Nested
    class Version1 {

        @Test
        void readsTheExampleOfTheDocumentAndLeavesWhatFollows() {
            byte[] bytes = Headers.ascii(EXAMPLE + "GET / HTTP/1.1\r\nHost: 192.168.0.11\r\n\r\n");
            assertThat(parse(bytes))
                    .isEqualTo(
                            new Result.Complete(
                                    new ProxyHeader(
                                            1,
                                            false,
                                            at("192.168.0.1", 56_324),
                                            at("192.168.0.11", 443),
                                            List.of()),
                                    EXAMPLE.length()));
        }

        @Test
        void startsWhereItIsTold() {
            byte[] bytes = Headers.ascii("xx" + EXAMPLE + "yy");
            assertThat(ProxyParser.parse(bytes, 2, bytes.length))
                    .isEqualTo(parse(Headers.ascii(EXAMPLE)));
        }

        @ParameterizedTest
        @CsvSource({
            "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
            "PROXY TCP4 0.0.0.0 0.0.0.0 0 0, 0.0.0.0, 0",
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535",
            "PROXY TCP6 2001:DB8::1 ::1 1 2, 2001:db8::1, 1"
        })
        void readsTheLongestAndTheShortest(String line, String source, int port) {
            assertThat(header(Headers.ascii(line + "\r\n")).source()).isEqualTo(at(source, port));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PROXY UNKNOWN\r\n",
                    "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
                    "PROXY UNKNOWN \u00ff\u0000 what ever\r\n"
                })
        void takesAnUnknownProtocolWithoutAddresses(String line) {
            ProxyHeader header = header(Headers.ascii(line));
            assertThat(header.source()).isNull();
            assertThat(header.destination()).isNull();
            assertThat(header.data().sourceAddress()).isEmpty();
            assertThat(header.data().sourcePort()).isEqualTo(-1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PROXY TCP4 192.168.0.1 192.168.0.11 56324\r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443 \r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11  443\r\n",
                    "PROXY  TCP4 192.168.0.1 192.168.0.11 56324 443\r\n",
                    "PROXY TCP4 192.168.0.01 192.168.0.11 56324 443\r\n",
                    "PROXY TCP4 192.168.0.256 192.168.0.11 56324 443\r\n",
                    "PROXY TCP4 192.168.1 192.168.0.11 56324 443\r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 056324 443\r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 0443 443\r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 65536 443\r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 -1 443\r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 +1 443\r\n",
                    "PROXY TCP4 ::1 ::1 56324 443\r\n",
                    "PROXY TCP6 192.168.0.1 192.168.0.11 56324 443\r\n",
                    "PROXY TCP6 1:2:3:4:5:6:7 ::1 56324 443\r\n",
                    "PROXY TCP6 ::1::2 ::1 56324 443\r\n",
                    "PROXY TCP6 fe80::1%lo ::1 56324 443\r\n",
                    "PROXY TCP4 localhost localhost 56324 443\r\n",
                    "PROXY tcp4 192.168.0.1 192.168.0.11 56324 443\r\n",
                    "PROXY UDP4 192.168.0.1 192.168.0.11 56324 443\r\n",
                    "PROXY UNKNOWNS\r\n",
                    "PROXY \r\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\n",
                    "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\r\n",
                    "PROXY UNKNOWN\rx\r\n",
                    "PROXY UNKNOWN\nx\r\n"
                })
        void refusesWhatDoesNotMatchExactly(String line) {
            assertThat(reason(Headers.ascii(line))).isNotEmpty();
        }

        @Test
        void endsWithinItsLimit() {
            String head = "PROXY UNKNOWN ";
            String longest = head + "x".repeat(107 - 2 - head.length()) + "\r\n";
            assertThat(header(Headers.ascii(longest)).source()).isNull();
            String endless = head + "x".repeat(107 - head.length());
            assertThat(reason(Headers.ascii(endless))).contains("within 107 bytes");
            assertThat(parse(Headers.ascii(endless.substring(0, 106))))
                    .isInstanceOf(Result.Incomplete.class);
            String cutAtTheLimit = head + "x".repeat(107 - 1 - head.length()) + "\r\n";
            assertThat(reason(Headers.ascii(cutAtTheLimit))).contains("carriage return");
        }
    }

    @Nested
    class Version2 {

        @Test
        void readsIpv4() {
            ProxyHeader header = header(Headers.ipv4().version2(PROXY, TCP4));
            assertThat(header.version()).isEqualTo(2);
            assertThat(header.local()).isFalse();
            assertThat(header.source()).isEqualTo(at("192.168.0.1", 56_324));
            assertThat(header.destination()).isEqualTo(at("192.168.0.11", 443));
        }

        @Test
        void readsIpv6() {
            ProxyHeader header = header(Headers.ipv6().version2(PROXY, TCP6));
            assertThat(header.source()).isEqualTo(at("2001:db8::1", 56_324));
            assertThat(header.destination()).isEqualTo(at("2001:db8::2", 443));
        }

        @Test
        void readsWhatElseAProxySays() {
            byte[] ssl =
                    Headers.nothing()
                            .bytes(0x07, 0, 0, 0, 0)
                            .tlv(0x21, "TLSv1.3")
                            .tlv(0x22, "Ärger GmbH")
                            .tlv(0x23, "TLS_AES_128_GCM_SHA256")
                            .behind();
            ProxyHeader header =
                    header(
                            Headers.ipv4()
                                    .tlv(0x01, "h2")
                                    .tlv(0x02, "example.org")
                                    .tlv(0x05, "id-1")
                                    .tlv(0x20, ssl)
                                    .tlv(0x04, new byte[3])
                                    .tlv(0xE0, new byte[] {9})
                                    .version2WithChecksum(PROXY, TCP4));
            assertThat(header.tlvs().subList(0, 6))
                    .containsExactly(
                            new Tlv.Alpn("h2".getBytes(StandardCharsets.UTF_8)),
                            new Tlv.Authority("example.org"),
                            new Tlv.UniqueId("id-1".getBytes(StandardCharsets.UTF_8)),
                            new Tlv.Ssl(
                                    7,
                                    0,
                                    List.of(
                                            new Tlv.SslVersion("TLSv1.3"),
                                            new Tlv.SslCn("Ärger GmbH"),
                                            new Tlv.SslCipher("TLS_AES_128_GCM_SHA256"))),
                            new Tlv.Noop(new byte[3]),
                            new Tlv.Unregistered(0xE0, new byte[] {9}));
            assertThat(header.tlvs().getLast()).isInstanceOf(Tlv.Crc32c.class);
            assertThat(ProxyHeader.tellsTls(header.data())).isTrue();
        }

        @Test
        void refusesAWrongChecksum() {
            byte[] bytes = Headers.ipv4().tlv(0x01, "h2").version2WithChecksum(PROXY, TCP4);
            bytes[16]++;
            assertThat(reason(bytes)).contains("checksum");
        }

        @Test
        void acceptsTheProxysOwnConnectionWhateverItsBlockHolds() {
            assertThat(header(Headers.nothing().version2(LOCAL, 0)).local()).isTrue();
            ProxyHeader header = header(Headers.ipv4().bytes(1, 255, 255).version2(LOCAL, 0xFF));
            assertThat(header.local()).isTrue();
            assertThat(header.source()).isNull();
            assertThat(header.tlvs()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {0x00, 0x01, 0x02, 0x10, 0x12, 0x20, 0x22, 0x30, 0x31, 0x32})
        void takesWhatItDoesNotSupportWithoutAddresses(int familyAndTransport) {
            ProxyHeader header =
                    header(
                            Headers.nothing()
                                    .bytes(new int[216])
                                    .version2(PROXY, familyAndTransport));
            assertThat(header.source()).isNull();
            assertThat(header.local()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "0x11, 0x11, version 1",
            "0x31, 0x11, version 3",
            "0x22, 0x11, command 2",
            "0x2F, 0x11, command 15",
            "0x21, 0x41, address family 4",
            "0x21, 0xF1, address family 15",
            "0x21, 0x13, transport 3",
            "0x21, 0x1F, transport 15",
            "0x21, 0x21, 12 bytes of addresses"
        })
        void refusesUnassignedValues(String command, String family, String reason) {
            byte[] bytes = Headers.ipv4().version2(Integer.decode(command), Integer.decode(family));
            assertThat(reason(bytes)).startsWith(reason);
        }

        @Test
        void refusesVectorsThatDoNotFit() {
            assertThat(reason(Headers.ipv4().bytes(1, 0).version2(PROXY, TCP4)))
                    .startsWith("2 bytes behind the last vector");
            assertThat(reason(Headers.ipv4().bytes(1, 0, 2, 'h').version2(PROXY, TCP4)))
                    .startsWith("a vector of 2 bytes");
            assertThat(reason(Headers.ipv4().tlv(0x05, new byte[129]).version2(PROXY, TCP4)))
                    .startsWith("a unique id of 129 bytes");
            assertThat(reason(Headers.ipv4().tlv(0x20, new byte[4]).version2(PROXY, TCP4)))
                    .startsWith("a TLS vector of 4 bytes");
            byte[] inner = Headers.nothing().bytes(1, 0, 0, 0, 0).bytes(0x22, 1, 0).behind();
            assertThat(reason(Headers.ipv4().tlv(0x20, inner).version2(PROXY, TCP4)))
                    .startsWith("a vector of 256 bytes");
            assertThat(reason(Headers.ipv4().tlv(0x03, new byte[3]).version2(PROXY, TCP4)))
                    .startsWith("a checksum of 3 bytes");
        }

        @Test
        void endsWithinItsLimit() {
            byte[] longest =
                    Headers.ipv4().tlv(0x04, new byte[8_192 - 12 - 3]).version2(PROXY, TCP4);
            assertThat(longest).hasSize(ProxyParser.MAX_V2_BYTES);
            assertThat(header(longest).tlvs()).hasSize(1);
            byte[] tooLong = Headers.nothing().bytes(new int[8_193]).version2(PROXY, TCP4);
            assertThat(reason(Arrays.copyOf(tooLong, 16))).startsWith("8193 bytes");
        }
    }

    @Nested
    class SomethingElse {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET / HTTP/1.1\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "PROXYTCP4",
                    "proxy TCP4 ",
                    "P0",
                    "\u0016\u0003\u0001",
                    "\r\n\r\nGET",
                    "\u0000"
                })
        void isRefusedAtItsFirstWrongByte(String bytes) {
            assertThat(reason(Headers.ascii(bytes))).startsWith("no PROXY header");
        }

        @Test
        void nothingIsTheBeginningOfAHeader() {
            assertThat(parse(new byte[0])).isInstanceOf(Result.Incomplete.class);
        }
    }
}
