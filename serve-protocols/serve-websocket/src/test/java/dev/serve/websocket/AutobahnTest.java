package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Autobahn test suite against an echo (cases 1 to 10; Python 2, run by Jython in a process of
 * its own). Eight to twelve minutes; {@code ./mvnw verify -Pautobahn} runs it.
 */
@Tag("autobahn")
class AutobahnTest {

    private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL");
    private static final Pattern CASE =
            Pattern.compile(
                    "\"([0-9.]+)\":\\s*\\{[^}]*?\"behavior\":\\s*\"([^\"]+)\",\\s*\"behaviorClose\":\\s*\"([^\"]+)\"");

    @TempDir private Path directory;

    @Test
    void isContentWithEveryCase() throws Exception {
        Path suite = unpacked(Path.of(property("autobahn.jar")));
        Path reports = directory.resolve("reports");
        try (Echo echo = new Echo()) {
            run(suite, reports, echo.port());
        }
        String index = Files.readString(reports.resolve("index.json"));
        List<String> cases = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (Matcher each = CASE.matcher(index); each.find(); ) {
            cases.add(each.group(1));
            if (!GOOD.contains(each.group(2)) || !GOOD.contains(each.group(3))) {
                bad.add(each.group(1) + ": " + each.group(2) + ", close " + each.group(3));
            }
        }
        assertThat(bad).isEmpty();
        int expected = Integer.parseInt(System.getProperty("autobahn.count", "301"));
        assertThat(cases).hasSizeGreaterThanOrEqualTo(expected);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        assertThat(value)
                .as("system property " + name + ", set by the profile autobahn")
                .isNotNull();
        return value;
    }

    private void run(Path suite, Path reports, int port) throws Exception {
        Path driver = directory.resolve("autobahn.py");
        try (InputStream source = AutobahnTest.class.getResourceAsStream("autobahn.py")) {
            Files.copy(source, driver);
        }
        String cases = System.getProperty("autobahn.cases", "*");
        String specification =
                """
                {"options": {"failByDrop": false}, "outdir": "%s",
                 "servers": [{"agent": "serve", "url": "ws://127.0.0.1:%d/echo", "options": {"version": 18}}],
                 "cases": ["%s"], "exclude-cases": [], "exclude-agent-cases": {}}
                """
                        .formatted(reports, port, cases);
        Path log = directory.resolve("autobahn.log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "--add-opens=java.base/java.io=ALL-UNNAMED",
                                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                                "-Dpython.cachedir=" + directory.resolve("cache"),
                                "-cp",
                                property("jython.jar"),
                                "org.python.util.jython",
                                driver.toString(),
                                suite.toString(),
                                specification)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            boolean ended = process.waitFor(25, TimeUnit.MINUTES);
            assertThat(ended && process.exitValue() == 0)
                    .as(() -> "the suite ended in order; it said: " + tail(log))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String tail(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 2_000));
        } catch (IOException e) {
            return "nothing (" + e + ")";
        }
    }

    private Path unpacked(Path jar) throws IOException {
        Path suite = Files.createDirectory(directory.resolve("suite"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = suite.resolve(entry.getName()).normalize();
                assertThat(target.startsWith(suite)).as(entry.getName()).isTrue();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
        return suite;
    }

    /** An echo without the limits that the suite goes beyond. */
    private static final class Echo implements AutoCloseable {
        private final Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .protocols("http", "websocket")
                                                .websocket(
                                                        ws ->
                                                                ws.maxMessageSize(64 << 20)
                                                                        .maxFrameSize(64 << 20)
                                                                        .queueSize(64 << 20)
                                                                        .maxFragments(1_000_000))
                                                .routing(
                                                        routes ->
                                                                routes.webSocket(
                                                                        "/echo",
                                                                        new EchoTest.Echo())))
                        .build()
                        .start();

        int port() {
            return server.port("web");
        }

        @Override
        public void close() {
            server.stop();
        }
    }
}
