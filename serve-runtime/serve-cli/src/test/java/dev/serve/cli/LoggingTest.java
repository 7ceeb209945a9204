package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Profile;
import org.junit.jupiter.api.Test;

class LoggingTest {

    @Test
    void productionWritesJsonAndEveryOtherProfileText() {
        assertThat(Logging.form(Profile.PRODUCTION, null)).isEqualTo("json");
        assertThat(Logging.form(null, "production")).isEqualTo("json");
        assertThat(Logging.form(Profile.DEVELOPMENT, "production")).isEqualTo("text");
        assertThat(Logging.form(null, null)).isEqualTo("text");
    }
}
