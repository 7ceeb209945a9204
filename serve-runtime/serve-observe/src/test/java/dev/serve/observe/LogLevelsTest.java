package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.serve.api.Server;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

    private final Logger parent = (Logger) LoggerFactory.getLogger("test.levels");
    private final Logger child = (Logger) LoggerFactory.getLogger("test.levels.child");
    private @Nullable Server server;

    @BeforeEach
    void begin() {
        parent.setLevel(Level.ERROR);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
        parent.setLevel(null);
    }

    private Server start(String... names) {
        var builder =
                Server.builder()
                        .listener("web", web -> web.port(0))
                        .set("observe.metrics.enabled", "false");
        for (String name : names) {
            builder.set("log.levels." + name, "DEBUG");
        }
        Server started = builder.build().start();
        server = started;
        return started;
    }

    private static Map<String, ?> levels(Map<String, ?> levels) {
        return Map.of("log", Map.of("levels", levels));
    }

    @Test
    void areThoseOfTheConfigurationInForce() {
        Server started = start("test.levels.child");
        assertThat(child.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(parent.getLevel()).isEqualTo(Level.ERROR);

        started.updateConfig(levels(Map.of("test.levels", "TRACE", "test.levels.child", "WARN")));
        assertThat(child.getLevel()).isEqualTo(Level.WARN);
        assertThat(parent.getLevel()).isEqualTo(Level.TRACE);

        started.rollback(1);
        assertThat(child.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(parent.getLevel()).as("as it was before us").isEqualTo(Level.ERROR);
    }

    @Test
    void oneThatIsTakenOutIsAsItWas() {
        Server started = start("test.levels", "test.levels.child");
        started.updateConfig(config -> config.log(log -> log.levels(Map.of())));

        assertThat(parent.getLevel()).isEqualTo(Level.ERROR);
        assertThat(child.getLevel()).as("that of the one above").isNull();
    }

    @Test
    void ofTheServerEndWithIt() {
        Server started = start("root", "test.levels");
        assertThat(root().getLevel()).isEqualTo(Level.DEBUG);
        started.stop();

        assertThat(parent.getLevel()).isEqualTo(Level.ERROR);
        assertThat(root().getLevel()).isNotNull();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
