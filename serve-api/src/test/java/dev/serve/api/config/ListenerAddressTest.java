package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a listener listens. */
class ListenerAddressTest {

    @Test
    void listenersSayTheirAddress() {
        assertThat(ListenerConfig.http(8080).addressText()).isEqualTo("127.0.0.1:8080");
        assertThat(ListenerConfig.builder().host("::1").port(80).build().addressText())
                .isEqualTo("[::1]:80");
        assertThat(ListenerConfig.unix("run/a.sock").addressText()).isEqualTo("unix:run/a.sock");
    }

    @Test
    void thePeersOfAUnixSocketNeedNotBeNamedForTheProxyProtocol() {
        ListenerConfig listener =
                ListenerConfig.builder().path("a.sock").proxyProtocol(true).build();
        assertThat(listener.proxyProtocol()).isTrue();
    }

    @Test
    void aPathTakesThePlaceOfAPort() {
        ListenerConfig listener = ListenerConfig.builder().port(80).path("a.sock").build();
        assertThat(listener.port()).isNull();
        assertThat(listener.toBuilder().port(80).build().path()).isNull();
    }
}
