package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Profile;
import org.junit.jupiter.api.Test;

class LoggingTest {

    @Test
    void productionWritesJsonAndEveryOtherProfileText() {
        assertThat(Logging.file(Profile.PRODUCTION, null)).endsWith("logs-json.xml");
        assertThat(Logging.file(null, "production")).endsWith("logs-json.xml");
        assertThat(Logging.file(Profile.DEVELOPMENT, "production")).endsWith("logs-text.xml");
        assertThat(Logging.file(null, null)).endsWith("logs-text.xml");
    }

    @Test
    void bothFilesAreOnTheClassPath() {
        for (Profile profile : Profile.values()) {
            assertThat(getClass().getClassLoader().getResource(Logging.file(profile, null)))
                    .isNotNull();
        }
    }
}
