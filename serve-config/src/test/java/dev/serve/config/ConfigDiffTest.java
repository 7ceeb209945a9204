package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.Reload;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.config.ConfigDiff.Change;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

    private static final ListenerConfig WEB = ListenerConfig.builder().port(8080).build();

    private static ConfigDiff between(ListenerConfig before, ListenerConfig after) {
        return ConfigDiff.ofListener("web", before, after, SecretValues.NONE);
    }

    @Test
    void equalRecordsDoNotDiffer() {
        ConfigDiff diff = between(WEB, WEB.toBuilder().build());

        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff.needsRestart()).isFalse();
    }

    @Test
    void namesAKeyInsideASectionAndHowItIsApplied() {
        PoolConfig pool = WEB.pool().toBuilder().maxConnections(7).build();

        ConfigDiff diff = between(WEB, WEB.toBuilder().pool(pool).build());

        assertThat(diff.changes())
                .containsExactly(new Change("pool.max-connections", Reload.RUNTIME, "1000", "7"));
        assertThat(diff.needsRestart()).isFalse();
        assertThat(diff.touches("port", "pool.max-connections")).isTrue();
        assertThat(diff.touches("port")).isFalse();
    }

    @Test
    void aSectionThatComesOrGoesIsOneChange() {
        ListenerConfig secure =
                WEB.toBuilder().tls(TlsConfig.builder().key("a.key").cert("a.crt").build()).build();

        assertThat(between(WEB, secure).changes())
                .containsExactly(new Change("tls", Reload.RESTART, "none", "there"));
        assertThat(between(secure, WEB).needsRestart()).isTrue();
    }

    @Test
    void aListenerThatComesOrGoesIsOneChange() {
        ServerConfig one = ServerConfig.builder().listeners(Map.of("web", WEB)).build();
        ServerConfig none = ServerConfig.builder().listeners(Map.of()).build();

        assertThat(ConfigDiff.between(none, one).changes())
                .containsExactly(new Change("listeners.web", Reload.RESTART, "none", "there"));
        assertThat(ConfigDiff.between(one, none).changes())
                .containsExactly(new Change("listeners.web", Reload.RESTART, "there", "none"));
    }

    @Test
    void anotherPortNeedsTheListenerAnew() {
        ConfigDiff diff = between(WEB, WEB.toBuilder().port(9090).build());

        assertThat(diff.changes())
                .containsExactly(new Change("port", Reload.RESTART, "8080", "9090"));
    }

    @Test
    void showsNoSecret() {
        TlsConfig before =
                TlsConfig.builder().key("a.key").cert("a.crt").passphrase("xyzzy").build();
        TlsConfig after = before.toBuilder().passphrase("plugh").build();

        ConfigDiff diff =
                between(WEB.toBuilder().tls(before).build(), WEB.toBuilder().tls(after).build());

        assertThat(diff.keys()).containsExactly("tls.passphrase");
        assertThat(diff.toString()).contains("***").doesNotContain("xyzzy", "plugh");
    }
}
