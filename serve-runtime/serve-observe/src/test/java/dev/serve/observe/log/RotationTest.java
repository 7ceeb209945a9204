package dev.serve.observe.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.AccessLogConfig;
import dev.serve.api.config.LogConfig;
import dev.serve.api.config.SlowConfig;
import dev.serve.api.spi.SessionEnd;
import dev.serve.testing.LogCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {

    @TempDir private Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static LogConfig limits(long maxSize, int keep) {
        return LogConfig.builder().maxSize(maxSize).keep(keep).build();
    }

    @Test
    void theAccessLogIsRotatedAsTheKeysSay() throws IOException {
        try (AccessLog log = new AccessLog(InstantSource.system())) {
            AccessLogConfig access =
                    AccessLogConfig.builder()
                            .enabled(true)
                            .path(file("access.log").toString())
                            .build();
            log.configure(access, SlowConfig.builder().build(), limits(1_024, 2));
            for (int i = 0; i < 5; i++) {
                String path = "/" + i + "x".repeat(700);
                log.session("web", new SessionEnd("conn", "", path, "", 1000, 0, 0, 0));
                await().until(() -> Files.readString(file("access.log")).contains(path));
            }
        }
        assertThat(Files.readString(file("access.log"))).contains("/4x").doesNotContain("/3x");
        assertThat(Files.readString(file("access.log.1"))).contains("/3x");
        assertThat(Files.readString(file("access.log.2"))).contains("/2x");
        assertThat(file("access.log.3")).doesNotExist();
    }

    @Test
    void whatTheProcessPrintsIsBoundedWhileItIsOpen() throws IOException {
        Path file = file("serve.log");
        try (OutputStream out =
                        Files.newOutputStream(
                                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                PrintedLog _ = PrintedLog.start(file, limits(1_024, 1), Duration.ofMillis(5))) {
            for (int i = 0; i < 3; i++) {
                out.write(("x".repeat(1_100) + i).getBytes(StandardCharsets.US_ASCII));
                await().until(() -> Files.size(file) == 0);
            }
            out.write('y');
        }
        assertThat(Files.readString(file)).isEqualTo("y");
        assertThat(Files.readString(file("serve.log.1"))).endsWith("x2");
        assertThat(file("serve.log.2")).doesNotExist();
    }

    @Test
    void noneIsKeptIfNoneIsAskedFor() throws IOException {
        Path file = Files.writeString(file("a.log"), "full");
        new Rotation(1, 0).byName(file);
        assertThat(file).doesNotExist();

        Files.writeString(file, "full");
        new Rotation(1, 0).byCopy(file);
        assertThat(file).isEmptyFile();
        assertThat(file("a.log.1")).doesNotExist();
    }

    /** Lines of which the second does not fit beside the first. */
    private static void line(AccessLog log, String path) {
        log.session("web", new SessionEnd("conn", "", path + "x".repeat(700), "", 1000, 0, 0, 0));
    }

    private AccessLog accessLog() {
        AccessLog log = new AccessLog(InstantSource.system());
        AccessLogConfig access =
                AccessLogConfig.builder().enabled(true).path(file("a.log").toString()).build();
        log.configure(access, SlowConfig.builder().build(), limits(1_024, 2));
        return log;
    }

    private void expect(String path) {
        Path file = file("a.log");
        await().until(() -> Files.isRegularFile(file) && Files.readString(file).contains(path));
    }

    @Test
    void anAccessLogThatSomebodyDeletesIsBegunAnew() throws IOException {
        try (AccessLog log = accessLog()) {
            line(log, "/first");
            expect("/first");
            Files.delete(file("a.log"));
            line(log, "/second");
            expect("/second");
            line(log, "/third");
            expect("/third");
        }
        assertThat(Files.readString(file("a.log.1"))).contains("/second");
    }

    @Test
    void anAccessLogGoesOnWhenItCanBeWrittenAgain(LogCapture logged) throws IOException {
        try (AccessLog log = accessLog()) {
            line(log, "/first");
            expect("/first");
            Files.delete(file("a.log"));
            Files.createDirectory(file("a.log"));
            line(log, "/lost");
            logged.expect(Level.WARNING, "the access log cannot be written: lines are lost");
            Files.delete(file("a.log"));
            line(log, "/second");
            expect("/second");
            logged.expect(Level.WARNING, "1 lines of the access log were lost");
        }
    }

    @Test
    void anAccessLogThatCannotBeRotatedGrowsOn(LogCapture logged) throws IOException {
        Files.createDirectory(file("a.log.1"));
        Files.writeString(file("a.log.1").resolve("occupied"), "");
        Files.createDirectory(file("a.log.2"));
        Files.writeString(file("a.log.2").resolve("occupied"), "");
        try (AccessLog log = accessLog()) {
            line(log, "/first");
            expect("/first");
            line(log, "/second");
            expect("/second");
            logged.expect(Level.WARNING, "the access log is full and cannot be rotated");
        }
        assertThat(Files.readString(file("a.log"))).contains("/first", "/second");
    }

    @Test
    void whatIsNoFileKeepsItsName() throws IOException {
        Path device = Files.createDirectory(file("device"));
        new Rotation(1, 1).byName(device);
        assertThat(device).isDirectory();
    }
}
