package dev.serve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.ListenerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedPeersTest {

    private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private static SocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 1);
    }

    private static TrustedPeers tcp(String... blocks) {
        return of(ListenerConfig.builder().port(0), blocks);
    }

    private static TrustedPeers of(ListenerConfig.Builder listener, String... blocks) {
        List<Cidr> trusted = List.of(blocks).stream().map(Cidr::parse).toList();
        return new TrustedPeers(listener.trustedProxies(trusted).build());
    }

    @Test
    void areNobodyByDefault() {
        assertThat(tcp().trusts(at("127.0.0.1"))).isFalse();
        assertThat(tcp().mayIntroduce(at("127.0.0.1"))).isFalse();
        assertThat(tcp().isEmpty()).isTrue();
    }

    @Test
    void areThoseInTheBlocks() {
        TrustedPeers peers = tcp("10.0.0.0/8", "::1");
        assertThat(peers.trusts(at("10.9.8.7"))).isTrue();
        assertThat(peers.mayIntroduce(at("::1"))).isTrue();
        assertThat(peers.trusts(at("11.0.0.1"))).isFalse();
        assertThat(peers.mayIntroduce(InetSocketAddress.createUnresolved("10.0.0.1", 1))).isFalse();
    }

    @Test
    void onAUnixSocketEveryoneMayIntroduceButOnlyLoopbackIsTrusted() {
        TrustedPeers nobody = of(ListenerConfig.builder().path("a.sock"));
        assertThat(nobody.mayIntroduce(UNNAMED)).isTrue();
        assertThat(nobody.trusts(UNNAMED)).isFalse();
        TrustedPeers loopback = of(ListenerConfig.builder().path("a.sock"), "127.0.0.0/8");
        assertThat(loopback.trusts(UNNAMED)).isTrue();
    }
}
