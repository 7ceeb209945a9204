package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.cli.CommandProcess.Said;
import dev.serve.testing.RawClient;
import io.helidon.json.JsonObject;
import io.helidon.json.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask the admin API of a server in the background. */
class AskingTest {

    private static final Pattern WEB = Pattern.compile("web +http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir private Path directory;
    @RegisterExtension private final CommandHere commands = new CommandHere();

    /**
     * Starts one.
     *
     * @param listener where its admin listener is
     * @param admin keys of admin
     * @return the port of web
     */
    private int start(String listener, String admin) throws IOException {
        String started =
                commands.started(
                        """
                        listeners:
                          web:
                            port: 0
                            pool: { max-connections: 6 }
                            routes: [{ path: /, respond: { body: hello } }]
                          admin: { %s, protocols: [http, sse] }
                        admin: { listener: admin%s }
                        """
                                .formatted(listener, admin));
        Matcher web = WEB.matcher(started);
        assertThat(web.find()).as(started).isTrue();
        return Integer.parseInt(web.group(1));
    }

    private JsonObject object(String... arguments) {
        String said = commands.told(arguments);
        assertThat(said.lines()).hasSize(1);
        return JsonParser.create(said).readJsonObject();
    }

    @Test
    void listFilterAndCloseConnectionsAndTellHealthOverTcpWithTheTokenOfItsConfiguration()
            throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef-operator");
        int port = start("port: 0", ", operator-token: { file: " + token + " }");
        try (RawClient one = RawClient.tcp(port);
                RawClient two = RawClient.tcp(port);
                RawClient three = RawClient.tcp(port);
                RawClient four = RawClient.tcp(port);
                RawClient five = RawClient.tcp(port)) {
            for (RawClient each : List.of(one, two, three, four, five)) {
                assertThat(each.get("/").body()).isEqualTo("hello");
            }
            assertThat(two.get("/").body()).isEqualTo("hello");

            String list =
                    commands.told(
                            "connections", "--listener", "web", "--sort", "requests", "--desc");
            assertThat(list)
                    .startsWith("ID ")
                    .containsPattern("conn_\\w+ +web +http/1\\.1 +127\\.0\\.0\\.1:\\d+ .* 2 +0 ")
                    .endsWith("5 connections.\n");
            assertThat(commands.told("connections", "--listener", "web", "--limit", "1"))
                    .endsWith("1 of 5 connections.\n");
            assertThat(commands.told("connections", "--find", "no such"))
                    .isEqualTo("no connection.\n");
            JsonObject busiest =
                    object("connections", "--json", "--sort", "requests", "--desc", "--limit", "1");
            assertThat(busiest.intValue("total", 0)).isGreaterThanOrEqualTo(5);
            assertThat(Json.objects(busiest, "connections")).hasSize(1);

            String status = commands.told("status");
            assertThat(status)
                    .contains("Health: degraded, ready\n  listener \"web\": ")
                    .containsPattern("web .* answers in \\d+ ms +degraded +HTTP");
            JsonObject health = object("status", "--json");
            assertThat(health.booleanValue("healthy", false)).isTrue();
            assertThat(health.objectValue("health", JsonObject.empty()).stringValue("state", ""))
                    .isEqualTo("degraded");

            String id = list.lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
            Said closed =
                    commands.said(
                            "connections", "--listener", "web", "--close", id, "--mode", "abort");
            assertThat(closed.out()).isEqualTo(id + " of web is closed.\n");
            assertThat(two.awaitEnd()).isNotNull();
            Said again = commands.said("connections", "--listener", "web", "--close", id);
            assertThat(again.code()).isEqualTo(1);
            assertThat(again.err()).isEqualTo("No connection " + id + " is open.\n");

            Said wrong = commands.said("connections", "--sort", "colour");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err()).startsWith("--sort colour (expected: one of opened, active, ");
            for (String order : new ConnectionsCommand.Orders()) {
                commands.told("connections", "--sort", order);
            }
            Said how = commands.said("connections", "--close", "conn_1", "--mode", "gently");
            assertThat(how.code()).isEqualTo(2);
            assertThat(how.err())
                    .startsWith("--mode gently (expected: one of drain, abort, interrupt)");
        }
        Files.writeString(token, "another-token-of-the-file");
        Said stranger = commands.said("connections");
        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.err())
                .contains("It is refused: an unknown token", "SERVE_ADMIN_OPERATOR_TOKEN");
        assertThat(commands.said("status").out())
                .contains("Its health is not known.\nIt is refused: an unknown token");
    }

    @Test
    void printTheCountersOneAfterAnotherOverAUnixSocket() throws Exception {
        int port = start("path: " + directory.resolve("admin.sock"), "");
        try (RawClient client = RawClient.tcp(port)) {
            assertThat(client.get("/").body()).isEqualTo("hello");

            assertThat(commands.told("top", "--count", "2"))
                    .doesNotContain("\u001b")
                    .containsPattern("Requests +\\d.* /s +1 in flight")
                    .containsPattern("(?s)Traffic +in \\d+ .* in all.*Traffic +in \\d+ .*/s")
                    .containsPattern("CPU \\d+ % of \\d00 %")
                    .containsPattern("(?m)^web +1 ");
            JsonObject counters = object("top", "--count", "1", "--json");
            assertThat(counters.stringValue("state", "")).isEqualTo("running");
            assertThat(counters.longValue("cpuMillis", 0)).isPositive();
        }
        assertThat(commands.said("top", "--count", "0").code()).isEqualTo(2);
        try (CommandProcess top =
                CommandProcess.of(
                        directory, CommandProcess.command(commands.run(), "top", "--json"))) {
            top.until("cpuMillis");
            top.hangUp();
            assertThat(top.ended()).as("when nobody reads any longer").isZero();
        }
    }
}
