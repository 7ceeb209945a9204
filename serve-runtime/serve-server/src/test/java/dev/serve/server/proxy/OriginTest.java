package dev.serve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.ListenerConfig;
import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    private static final SocketAddress PROXY =
            new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 4_711);

    private static final TrustedPeers TRUSTED =
            new TrustedPeers(
                    ListenerConfig.builder()
                            .port(0)
                            .trustedProxies(
                                    List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")))
                            .build());

    private final WritableHeaders<?> headers = WritableHeaders.create();

    private OriginTest with(String name, String... lines) {
        headers.set(HeaderNames.create(name), lines);
        return this;
    }

    private Origin origin() {
        return Origin.of(headers, PROXY, TRUSTED);
    }

    private String client() {
        return text(origin().client());
    }

    private static String text(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        return inet.getAddress() == null
                ? inet.getHostString()
                : inet.getAddress().getHostAddress() + ":" + inet.getPort();
    }

    @Test
    void isThePeerWhereNothingIsSaid() {
        assertThat(origin()).isEqualTo(new Origin(PROXY, null, null, -1));
    }

    @Test
    void isThePeerWhateverAStrangerSays() {
        with("Forwarded", "for=192.0.2.1;proto=https;host=admin")
                .with("X-Forwarded-For", "192.0.2.1");
        SocketAddress stranger = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 1);
        assertThat(Origin.of(headers, stranger, TRUSTED))
                .isEqualTo(new Origin(stranger, null, null, -1));
    }

    @Nested
    class ByForwarded {

        /** RFC 7239 section 4 and 6, its examples. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "for=\"_gazonk\" | unknown",
                    "For=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe:0:0:0:0:17:4711",
                    "for=192.0.2.60;proto=http;by=203.0.113.43 | 192.0.2.60:0",
                    "for=192.0.2.43, for=198.51.100.17 | 198.51.100.17:0",
                    "for=_hidden, for=_SEVKISEK | unknown",
                    "for=unknown | unknown",
                    "for=\"192.0.2.43:47011\" | 192.0.2.43:47011",
                    "for=\"192.0.2.43:_port\" | 192.0.2.43:0",
                    "proto=http | unknown"
                })
        void readsTheNearest(String field, String client) {
            with("Forwarded", field);
            assertThat(client()).isEqualTo(client);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "for=192.0.2.1, for=10.0.0.2, for=10.0.0.3 | 192.0.2.1:0",
                    "for=192.0.2.66, for=192.0.2.1, for=10.0.0.3 | 192.0.2.1:0",
                    "for=192.0.2.66, for=unknown, for=10.0.0.3 | unknown",
                    "for=10.0.0.4, for=10.0.0.3 | 10.0.0.4:0",
                    "for=192.0.2.1, for=\"[fd00::1]\" | 192.0.2.1:0",
                    ";; For = 192.0.2.1 ;, ,for=10.0.0.3,, | 192.0.2.1:0"
                })
        void goesBackPastOurOwnProxies(String field, String client) {
            with("Forwarded", field);
            assertThat(client()).isEqualTo(client);
        }

        @Test
        void takesSchemeAndHostFromTheProxyThatMetTheClient() {
            with(
                    "Forwarded",
                    "for=192.0.2.66;proto=http;host=made.up",
                    "for=192.0.2.1;proto=HTTPS;host=\"shop.example:8443\", for=10.0.0.3;proto=http");
            assertThat(origin().scheme()).isEqualTo("https");
            assertThat(origin().authority()).isEqualTo("shop.example:8443");
        }

        /** What a client opens must not swallow what the proxy adds behind it. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "for=\"10.0.0.9, for=192.0.2.1",
                    "for=\"a\\, for=192.0.2.1",
                    "for=\"a\"b, for=192.0.2.1",
                    "for, for=192.0.2.1",
                    "for=, for=192.0.2.1",
                    "=\", for=192.0.2.1"
                })
        void isUnknownWhenMalformed(String field) {
            with("Forwarded", field);
            assertThat(client()).isIn("unknown", "192.0.2.1:0");
            assertThat(client()).isNotEqualTo("10.0.0.9:0");
        }

        @Test
        void aLineIsParsedByItself() {
            with("Forwarded", "for=\"open", "for=192.0.2.1");
            assertThat(client()).isEqualTo("unknown");
        }
    }

    @Nested
    class ByXForwarded {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "192.0.2.1 | 192.0.2.1:0",
                    "192.0.2.66, 192.0.2.1 | 192.0.2.1:0",
                    "192.0.2.66,192.0.2.1,10.1.2.3 | 192.0.2.1:0",
                    "2001:db8::1, fd00::2 | 2001:db8:0:0:0:0:0:1:0",
                    "[2001:db8::1]:99 | 2001:db8:0:0:0:0:0:1:99",
                    "192.0.2.1:4000 | 192.0.2.1:4000",
                    "10.0.0.9, 10.0.0.8 | 10.0.0.9:0",
                    "192.0.2.1, garbage, 10.0.0.8 | unknown",
                    "010.0.0.1 | unknown",
                    "10.1 | unknown",
                    "[10.0.0.1] | unknown",
                    "[::1 | unknown",
                    "::1]x | unknown",
                    "localhost | unknown"
                })
        void goesBackPastOurOwnProxies(String field, String client) {
            with("X-Forwarded-For", field);
            assertThat(client()).isEqualTo(client);
        }

        @Test
        void takesTheLastOfEachFieldOrTheOneOfTheClient() {
            with("X-Forwarded-For", "192.0.2.66, 192.0.2.1, 10.0.0.3")
                    .with("X-Forwarded-Proto", "gopher, https, http")
                    .with("X-Forwarded-Host", "made.up, shop.example")
                    .with("X-Forwarded-Port", "1", "8443", "3");
            assertThat(origin())
                    .isEqualTo(new Origin(origin().client(), "https", "shop.example", 8_443));
        }

        @Test
        void takesSchemeAndHostWithoutAnAddress() {
            with("X-Forwarded-Proto", "https").with("X-Forwarded-Host", "[::1]:8443");
            assertThat(origin()).isEqualTo(new Origin(PROXY, "https", "[::1]:8443", -1));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a b", "a/b", "user@host", "host:0", "host:65536", "[x]", "a\"b", ""})
        void ignoresAHostThatIsNone(String host) {
            with("X-Forwarded-Host", host);
            assertThat(origin().authority()).isNull();
        }
    }

    @Nested
    class ByBoth {

        @Test
        void isWhatBothSay() {
            with("Forwarded", "for=192.0.2.1;proto=https").with("X-Forwarded-For", "192.0.2.1");
            assertThat(client()).isEqualTo("192.0.2.1:0");
            assertThat(origin().scheme()).isEqualTo("https");
        }

        @Test
        void isUnknownWhenTheyDiffer() {
            with("Forwarded", "for=10.0.0.9;proto=https").with("X-Forwarded-For", "192.0.2.1");
            assertThat(origin()).isEqualTo(new Origin(Nodes.UNKNOWN, null, null, -1));
        }
    }

    /** Whatever a client sends first, the proxy's own word behind it decides. */
    @Property
    void nothingBeforeTheProxysOwnWordCounts(@ForAll("noise") String sent) {
        headers.clear();
        with("X-Forwarded-For", sent + ", 192.0.2.1");
        assertThat(client()).isEqualTo("192.0.2.1:0");
        headers.clear();
        with("Forwarded", sent, "for=192.0.2.1");
        assertThat(client()).isIn("192.0.2.1:0", "unknown");
        headers.clear();
        with("Forwarded", sent + ", for=192.0.2.1");
        assertThat(client()).isIn("192.0.2.1:0", "unknown");
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("for=\"\\,; 10.2:[]abX").ofMaxLength(40);
    }
}
