package dev.serve.http.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.http.compatibility.FourServers.Pair;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Upgrades that pass filters and routes first: on every server as on stock Helidon. */
@ExpectLog("limits do not hold there")
class UpgradesCompatibilityTest {

    private static FourServers servers;

    @BeforeAll
    static void start() {
        servers = new FourServers(new RoutedEcho());
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private static String request(String path, String decision) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-Do: "
                + decision
                + "\r\n\r\n";
    }

    private static String fields(String head) {
        return head.lines()
                .map(line -> line.strip().toLowerCase(Locale.ROOT))
                .filter(line -> !line.startsWith("date:"))
                .filter(line -> !line.equals("connection: keep-alive"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** The head of the answer, and what the protocol after it says. */
    private static String switched(Pair pair) {
        try (RawClient client = servers.connect(pair)) {
            String head = client.send(request("/hello?add", "switch")).readUntil("\r\n\r\n");
            return fields(head) + "\n" + client.send("said").readUntil("said");
        }
    }

    @ParameterizedTest
    @EnumSource
    void switchesAfterTheFilters(Pair pair) {
        assertThat(switched(pair))
                .isEqualTo(switched(Pair.HELIDON_ON_HELIDON))
                .contains(" 101 ", "x-filtered: yes", "x-seen: by filter", "said");
    }

    static Stream<Arguments> answers() {
        return Stream.of(Pair.values())
                .flatMap(
                        pair ->
                                Stream.of(
                                        Arguments.of("refuse", "403", pair),
                                        Arguments.of("throw", "409", pair),
                                        Arguments.of("pass", "200", pair),
                                        Arguments.of("nothing", "200", pair)));
    }

    private static List<String> answered(Pair pair, String decision) {
        var outcome = servers.send(pair, request("/hello", decision));
        return List.of(
                fields(outcome.answer().head()),
                outcome.answer().body(),
                Boolean.toString(outcome.goesOn()));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("answers")
    void whatDoesNotSwitchIsAnswered(String decision, String status, Pair pair) {
        List<String> answered = answered(pair, decision);
        assertThat(answered).isEqualTo(answered(Pair.HELIDON_ON_HELIDON, decision));
        assertThat(answered.getFirst()).contains("http/1.1 " + status);
    }
}
