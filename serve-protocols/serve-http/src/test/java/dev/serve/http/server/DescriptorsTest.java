package dev.serve.http.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server process that may open 256 descriptors, of which a JVM takes about a hundred. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ulimit is of POSIX shells")
class DescriptorsTest {

    private static final int LIMIT = 256;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<RawClient> idle = new ArrayList<>();
    private Process process;
    private Thread listener;
    private int port;

    @BeforeEach
    void start() throws Exception {
        String command =
                "ulimit -n "
                        + LIMIT
                        + "; exec '"
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -Xshare:auto -cp '"
                        + System.getProperty("java.class.path")
                        + "' "
                        + ServerProgram.class.getName();
        process =
                new ProcessBuilder("sh", "-c", command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        listener = Thread.ofVirtual().start(this::listen);
        String first = next();
        assertThat(first).startsWith("port ");
        port = Integer.parseInt(first.substring(5));
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            said.add(e.toString());
        }
    }

    private String next() throws InterruptedException {
        String line = said.poll(20, SECONDS);
        assertThat(line).as("what the process says").isNotNull();
        return line;
    }

    @AfterEach
    void stop() throws Exception {
        idle.forEach(RawClient::close);
        process.getOutputStream().close();
        boolean ended = process.waitFor(10, SECONDS);
        process.destroyForcibly().waitFor();
        listener.join();
        assertThat(ended).as("stopped by itself").isTrue();
    }

    private boolean answers() {
        try (RawClient client = RawClient.tcp(port)) {
            client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            return client.readToEnd().contains("hello");
        } catch (RuntimeException | AssertionError e) {
            return false;
        }
    }

    @Test
    void whoeverConnectsIsRefusedAtOnceUntilDescriptorsAreFree() throws Exception {
        assertThat(answers()).isTrue();
        for (int i = 0; i < LIMIT; i++) {
            idle.add(RawClient.tcp(port));
        }
        assertThat(next()).isEqualTo("ACCEPTING DEGRADED");
        for (int i = 0; i < 20; i++) {
            try (RawClient refused = RawClient.tcp(port)) {
                refused.within(Duration.ofSeconds(2)).awaitEnd();
            }
        }
        assertThat(answers()).isFalse();

        idle.forEach(RawClient::close);
        idle.clear();
        assertThat(next()).isEqualTo("DEGRADED ACCEPTING");
        await().atMost(Duration.ofSeconds(5)).until(this::answers);
        assertThat(said).isEmpty();
    }
}
