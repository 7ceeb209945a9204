package dev.serve.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.change.ConfigVersion;
import dev.serve.api.change.ConfigVersion.Outcome;
import dev.serve.api.config.ServerConfig;
import dev.serve.testing.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFilesTest {

    @TempDir private Path directory;

    private HistoryFiles files() {
        return new HistoryFiles(directory.resolve("history"));
    }

    private Path file(long version) {
        return directory.resolve("history").resolve("version-" + version + ".yaml");
    }

    private static ConfigVersion version(long number, Outcome outcome) {
        ServerConfig config =
                ServerConfig.builder().listener("web", web -> web.port((int) number)).build();
        return new ConfigVersion(
                number, Instant.EPOCH, "test\nof lines", outcome, List.of(), "", config);
    }

    @Test
    void withoutAFileThereIsNothingToGoOnWith() {
        assertThat(files().lastWhole()).isEmpty();
        assertThat(files().last()).isZero();
    }

    @Test
    void theLastVersionThatWasInForceIsTheOneToGoOnWith() throws IOException {
        files().keep(version(9, Outcome.STARTED), 20);
        files().keep(version(10, Outcome.APPLIED), 20);
        files().keep(version(11, Outcome.REFUSED), 20);

        assertThat(files().lastWhole()).contains(file(10));
        assertThat(files().last()).isEqualTo(10);
        assertThat(Files.getPosixFilePermissions(file(10)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theOldestAreForgotten() {
        for (int number = 1; number <= 5; number++) {
            files().keep(version(number, Outcome.APPLIED), 3);
        }
        assertThat(file(2)).doesNotExist();
        assertThat(file(3)).exists();
    }

    @Test
    @ExpectLog("version-2.yaml: torn, and skipped")
    void aTornFileIsNamedAndSkipped() throws IOException {
        files().keep(version(1, Outcome.APPLIED), 20);
        files().keep(version(2, Outcome.APPLIED), 20);
        byte[] whole = Files.readAllBytes(file(2));
        Files.write(file(2), Arrays.copyOf(whole, whole.length / 2));

        assertThat(files().lastWhole()).contains(file(1));
        assertThat(files().last()).as("its number is taken").isEqualTo(2);
    }

    @Test
    @ExpectLog("could not be kept")
    void aDirectoryThatCannotBeMadeStopsNothing() throws IOException {
        Files.writeString(directory.resolve("history"), "a file");
        files().keep(version(1, Outcome.APPLIED), 20);
        assertThat(files().lastWhole()).isEmpty();
    }
}
