package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command is killed in the middle of a change, and started again. */
class KilledTest {

    private static final Pattern APPLIED =
            Pattern.compile("\"event\":\"(?:applied|restarted)\",.*\"version\":(\\d+)");
    private static final Pattern ROUND = Pattern.compile("round (\\d+)");

    @TempDir private Path directory;
    private Path file;
    private Path hold;
    private Path errors;

    @BeforeEach
    void name() {
        file = directory.resolve("serve.yaml");
        hold = directory.resolve("hold");
        errors = directory.resolve("stderr");
    }

    /** As an editor saves: never half a file. */
    private void save(String body) throws IOException {
        Path beside = directory.resolve("serve.yaml.new");
        Files.writeString(
                beside,
                """
                application: %s
                listeners:
                  web:
                    port: 0
                    routes: [{ path: /, respond: { body: %s } }]
                    ext: { hold: %s }
                history: { path: %s }
                watch: { debounce: 10ms }
                """
                        .formatted(
                                HeldApplication.class.getName(),
                                body,
                                hold,
                                directory.resolve("history")));
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ServeProcess serve(String... options) throws IOException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "run";
        arguments[1] = "--json";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return ServeProcess.start(
                directory, ProcessBuilder.Redirect.to(errors.toFile()), arguments);
    }

    private static String served(ServeProcess serve) throws IOException {
        return asked(serve.port());
    }

    private static String asked(int port) {
        try (RawClient client = RawClient.tcp(port)) {
            return client.get("/").body();
        }
    }

    @Test
    void theNextStartTakesTheFileAsItIsAndOneThatResumesTheLastVersionInForce() throws Exception {
        save("one");
        try (ServeProcess serve = serve()) {
            int port = serve.port();
            assertThat(asked(port)).isEqualTo("one");
            Files.createFile(hold);
            save("two");
            serve.signal("HUP");
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(hold) > 0);
            assertThat(asked(port)).as("in the middle of the change").isEqualTo("one");
            serve.signal("KILL");
            assertThat(serve.await()).isEqualTo(128 + 9);
        }
        Files.delete(hold);
        Path first = directory.resolve("history").resolve("version-1.yaml");
        Path torn = directory.resolve("history").resolve("version-2.yaml");
        Files.writeString(torn, Files.readString(first).substring(0, 200));
        try (ServeProcess resumed = serve("--resume")) {
            assertThat(served(resumed)).isEqualTo("one");
            assertThat(Files.readString(errors)).contains(torn + ": torn, and skipped");
        }
        try (ServeProcess serve = serve()) {
            assertThat(served(serve)).isEqualTo("two");
        }
    }

    @Test
    @Tag("soak")
    void killedAtAnyMomentNothingThatWasReportedIsLost() throws Exception {
        for (int kill = 0; kill < 20; kill++) {
            save("round 0");
            AtomicInteger reported = new AtomicInteger();
            int round = 0;
            int first;
            try (ServeProcess serve = serve("--watch")) {
                BufferedReader output = serve.output();
                assertThat(served(serve)).isEqualTo("round 0");
                first = lastKept();
                Thread reading = Thread.ofVirtual().start(() -> read(output, reported));
                long end =
                        System.nanoTime()
                                + Duration.ofMillis(ThreadLocalRandom.current().nextInt(200, 2_000))
                                        .toNanos();
                while (System.nanoTime() < end) {
                    round++;
                    save("round " + round);
                    serve.signal("HUP");
                }
                serve.signal("KILL");
                serve.await();
                reading.join();
            }
            try (ServeProcess resumed = serve("--resume")) {
                Matcher body = ROUND.matcher(served(resumed));
                assertThat(body.matches()).isTrue();
                assertThat(Integer.parseInt(body.group(1))).isBetween(0, round);
                assertThat(lastKept()).as("what resumed is one more").isGreaterThan(first);
                assertThat(lastKept()).isGreaterThan(reported.get());
                assertThat(Files.readString(errors)).doesNotContain("torn");
            }
        }
    }

    /** The last version that is said to be in force. */
    private static void read(BufferedReader output, AtomicInteger reported) {
        output.lines()
                .map(APPLIED::matcher)
                .filter(Matcher::find)
                .forEach(line -> reported.set(Integer.parseInt(line.group(1))));
    }

    private int lastKept() throws IOException {
        try (var files = Files.list(directory.resolve("history"))) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.matches("version-\\d+\\.yaml"))
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("\\D", "")))
                    .max()
                    .orElse(0);
        }
    }
}
