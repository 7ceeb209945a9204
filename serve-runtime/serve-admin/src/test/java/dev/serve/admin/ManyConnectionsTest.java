package dev.serve.admin;

import static dev.serve.admin.AdminServer.members;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.EventClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thousands of open connections by the admin API; ten thousand are measured by .ci/admin/many. */
class ManyConnectionsTest {

    private static final int MANY = 2_500;
    private static final int PAGE = 1_000;

    private final List<SocketChannel> crowd = new ArrayList<>();
    private AdminServer admin;

    @BeforeEach
    void open() throws IOException {
        admin =
                AdminServer.of(
                        builder ->
                                builder.set("listeners.web.pool.max-connections", "10000")
                                        .set("listeners.web.pool.keep-alive-timeout", "1h"));
        InetSocketAddress web =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.server().port("web"));
        for (int i = 0; i < MANY; i++) {
            SocketChannel one = SocketChannel.open(web);
            crowd.add(one);
            ask(one);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.server().pool("web").metrics().requests() == MANY);
    }

    private static void ask(SocketChannel one) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(
                        "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            one.write(bytes);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel one : crowd) {
            one.close();
        }
        admin.close();
    }

    @SuppressWarnings("unchecked") // as the API has it
    private List<Map<String, Object>> page(String query) {
        return (List<Map<String, Object>>)
                requireNonNull(found(query).get("connections"), "connections");
    }

    private Map<String, @Nullable Object> found(String query) {
        return members(admin.get("/connections?listener=web" + query));
    }

    @Test
    void areCutIntoPagesThatHaveEachOfThemOnce() {
        List<String> ids = new ArrayList<>();
        List<String> opened = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            for (Map<String, Object> each : page("&size=" + PAGE + "&page=" + number)) {
                ids.add(String.valueOf(each.get("id")));
                opened.add(String.valueOf(each.get("opened")));
            }
        }
        assertThat(ids).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(opened.stream().map(Instant::parse)).isSorted();
        assertThat(page("&size=" + PAGE + "&page=4")).isEmpty();
        assertThat(page("&size=" + PAGE + "&sort=opened&order=desc").getFirst().get("opened"))
                .isEqualTo(opened.getLast());
        assertThat(page("")).as("the usual page").hasSize(50);
    }

    @Test
    void areFilteredSortedAndClosed() throws IOException {
        SocketChannel one = crowd.get(MANY / 2);
        String peer = "127.0.0.1:" + ((InetSocketAddress) one.getLocalAddress()).getPort();
        Map<String, Object> its = page("&q=" + peer).getFirst();
        assertThat(its.get("peer")).asString().endsWith(peer);
        assertThat(found("&protocol=http/1.1"))
                .containsEntry("total", MANY)
                .containsEntry("matching", MANY);
        assertThat(found("&protocol=h2")).containsEntry("total", MANY).containsEntry("matching", 0);
        ask(one);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                page("&sort=requests&order=desc&size=2").stream()
                                                        .map(each -> each.get("requests")))
                                        .containsExactly(2, 1));
        assertThat(page("&sort=requests&order=desc&size=1").getFirst().get("id"))
                .isEqualTo(its.get("id"));

        admin.send("DELETE", "/listeners/web/connections/" + its.get("id") + "?mode=abort", "");
        await().untilAsserted(() -> assertThat(found("")).containsEntry("total", MANY - 1));
    }

    @Test
    void areCountedInTheLiveFigures() {
        try (EventClient events = EventClient.open(admin.client(), "/api/v1/events")) {
            String counters = AdminServer.next(events, "counters");
            assertThat(counters)
                    .contains("\"active\":" + MANY, "\"connections\":{\"http/1.1\":" + MANY + "}");
        }
    }
}
