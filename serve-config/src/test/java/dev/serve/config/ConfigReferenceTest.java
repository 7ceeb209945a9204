package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void isTheCommittedPage() throws IOException {
        Path page = root().resolve("CONFIG.md");
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(page, ConfigReference.markdown());
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("CONFIG.md is stale; write it anew with: " + ConfigReference.COMMAND)
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void hasARowForEveryKey() {
        List<String> rows =
                ConfigReference.markdown()
                        .lines()
                        .dropWhile(line -> !line.equals("## Top level"))
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3)))
                        .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        KnownKeys.ofServer().all().stream()
                                .map(key -> key.substring(key.lastIndexOf('.') + 1))
                                .toList());
    }

    @Test
    void saysOfEachKeyItsTypeDefaultRangeReloadClassSinceWhenAndMeaning() {
        assertThat(ConfigReference.markdown())
                .contains(
                        "| `max-connections` | integer | 1000 | from 1 to 10000000 | runtime | 0.1 |"
                                + " Open connections at a time, silent and handshaking ones included."
                                + " One more waits or is refused, and is counted. |")
                .contains("| `max-body-size` | size (bytes) | 32MiB | from 0B to")
                .contains("one of auto, manual, mutual-tls")
                .contains("## `listeners.<name>.tls`");
    }

    /** Maven runs tests in the module, some IDEs in the project. */
    private static Path root() {
        return Files.exists(Path.of("mvnw")) ? Path.of("") : Path.of("..");
    }
}
