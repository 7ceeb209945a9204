package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretValuesTest {

    @Test
    void areMaskedInMessagesWholeAndItemByItem() {
        SecretValues secrets = SecretValues.of(Map.of("a.b", "hunter2, hunter2-more", "c", "x\ny"));
        assertThat(secrets.masked("no hunter2-more for 'hunter2'; x is not in exes, y"))
                .isEqualTo("no *** for '***'; *** is not in exes, ***");
    }

    @Test
    void hideTheirKeysAndNoOthers() {
        SecretValues secrets = SecretValues.of(Map.of("a.b", "hunter2"));
        assertThat(secrets.hide("a.b")).isTrue();
        assertThat(secrets.hide("a")).isFalse();
        assertThat(secrets.and(SecretValues.of(Map.of("c", "d"))).keys())
                .containsExactly("a.b", "c");
    }

    @Test
    void areInNoTextOfAConfiguration() {
        ServerConfig config =
                ServerConfig.builder()
                        .application("hunter2")
                        .secrets(SecretValues.of(Map.of("application", "hunter2")))
                        .build();
        assertThat(config + " " + config.secrets())
                .contains("application=***", "[application]")
                .doesNotContain("hunter2");
        assertThat(config.toBuilder().build()).isEqualTo(config);
    }
}
