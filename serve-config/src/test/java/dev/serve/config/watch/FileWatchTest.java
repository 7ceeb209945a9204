package dev.serve.config.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.ExpectLog;
import dev.serve.testing.LogCapture;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How editors, deployments and accidents change files, and when somebody is told. */
class FileWatchTest {

    @TempDir private Path directory;

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private Path file;
    private FileWatch watch;

    /** What was told, and what the file held then. */
    private record Told(Set<Path> files, String contents) {}

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("serve.yaml"), "one");
        watch = new FileWatch(Duration.ofMillis(80), this::note);
        watch.watch(List.of(file));
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    private void note(Set<Path> files) {
        try {
            told.add(new Told(files, Files.readString(files.iterator().next())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertTold(String contents) {
        await().until(() -> !told.isEmpty());
        assertThat(told.getLast().contents()).isEqualTo(contents);
    }

    @Test
    void aFileThatIsWritten() throws IOException {
        Files.writeString(file, "two");
        assertTold("two");
        assertThat(told.getLast().files()).containsExactly(file);
    }

    @Test
    void aFileThatIsReplacedByARename() throws IOException {
        Path next = Files.writeString(directory.resolve(".serve.yaml.swp"), "two");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        assertTold("two");
    }

    @Test
    void aFileThatIsDeletedAndMadeAgain(LogCapture log) throws IOException {
        Files.delete(file);
        await().untilAsserted(() -> log.expect(Level.WARNING, "is gone; what it said stays"));
        assertThat(told).isEmpty();
        Files.writeString(file, "two");
        assertTold("two");
    }

    /** The way of Kubernetes: the file is a link into {@code ..data}, which is a link as well. */
    @Test
    void aLinkAboveThatIsTurned() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..2026_1"));
        Path second = Files.createDirectory(directory.resolve("..2026_2"));
        Files.writeString(first.resolve("mounted.yaml"), "one");
        Files.writeString(second.resolve("mounted.yaml"), "two");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path mounted =
                Files.createSymbolicLink(
                        directory.resolve("mounted.yaml"), Path.of("..data/mounted.yaml"));
        watch.watch(List.of(mounted));
        Path turned =
                Files.createSymbolicLink(directory.resolve("..data_tmp"), second.getFileName());
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);
        assertTold("two");
    }

    @Test
    void aFileThatAppears() throws IOException {
        Path late = directory.resolve("serve-production.yaml");
        watch.watch(List.of(late));
        Files.writeString(late, "two");
        assertTold("two");
    }

    /** By a clock of the test: each step comes before the one before has settled. */
    @Test
    void aFileThatIsWrittenInStepsIsToldOfOnce() throws IOException {
        long hour = Duration.ofHours(1).toNanos();
        try (FileWatch patient = new FileWatch(Duration.ofHours(1), this::note)) {
            patient.watch(List.of(file));
            long now = 0;
            for (int step = 0; step < 5; step++) {
                Files.writeString(file, "x", StandardOpenOption.APPEND);
                now += hour / 2;
                assertThat(patient.look(now)).isEmpty();
            }
            assertThat(patient.look(now + hour - 1)).isEmpty();
            assertThat(patient.look(now + hour)).containsExactly(file);
            assertThat(patient.look(now + 2 * hour)).isEmpty();
        }
    }

    @Test
    void aFileThatIsEmptiedAndWrittenIsNotTakenBetween() throws IOException {
        long hour = Duration.ofHours(1).toNanos();
        try (FileWatch patient = new FileWatch(Duration.ofHours(1), this::note)) {
            patient.watch(List.of(file));
            Files.writeString(file, "");
            assertThat(patient.look(0)).isEmpty();
            Files.writeString(file, "one");
            assertThat(patient.look(1)).isEmpty();
            assertThat(patient.look(2 * hour)).as("as it was before").isEmpty();
        }
    }

    @Test
    void filesThatChangeTogetherAreToldOfTogether() throws IOException {
        long hour = Duration.ofHours(1).toNanos();
        Path key = Files.writeString(directory.resolve("server.key"), "key one");
        try (FileWatch patient = new FileWatch(Duration.ofHours(1), this::note)) {
            patient.watch(List.of(file, key));
            Files.writeString(key, "key two");
            assertThat(patient.look(0)).isEmpty();
            Files.writeString(file, "two");
            assertThat(patient.look(hour / 2)).isEmpty();
            assertThat(patient.look(hour)).as("the other still moves").isEmpty();
            assertThat(patient.look(2 * hour)).containsExactlyInAnyOrder(file, key);
        }
    }

    @Test
    void contentsThatStayAsTheyWereAreNoChange() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "one");
        watch.watch(List.of(file, other));
        Files.writeString(file, "one");
        Files.writeString(other, "two");
        await().until(() -> !told.isEmpty());
        assertThat(told).extracting(Told::files).containsExactly(Set.of(other));
    }

    @Test
    @ExpectLog("could not be taken")
    void aFailureDoesNotEndTheWatch() throws IOException {
        try (FileWatch failing =
                new FileWatch(
                        Duration.ofMillis(40),
                        files -> {
                            note(files);
                            throw new IllegalStateException("no");
                        })) {
            failing.watch(List.of(file));
            Files.writeString(file, "two");
            await().until(() -> told.size() >= 2);
            told.clear();
            Files.writeString(file, "three");
            await().until(() -> told.size() >= 2);
        }
    }

    @Test
    void settlingTakesTime() {
        assertThatThrownBy(() -> new FileWatch(Duration.ZERO, files -> {}))
                .hasMessage("settling: PT0S (expected: from 1ms)");
    }
}
