package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ListenerView;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.AcceptState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerJsonTest {

    @Test
    void isOneLineWithEverythingAScriptNeeds() {
        ListenerView web = ListenerTableTest.view("web", 8080, config -> {});

        assertThat(ListenerJson.of(7, List.of(new Endpoint(web))))
                .isEqualTo(
                        """
                        {"pid":7,"listeners":[{"name":"web","address":"127.0.0.1:8080","port":8080,\
                        "protocols":["http","sse"],"tls":false,"client-auth":"none",\
                        "url":"http://127.0.0.1:8080","try":["curl http://127.0.0.1:8080/hello",\
                        "curl -N http://127.0.0.1:8080/events"]}]}""");
    }

    @Test
    void aUnixSocketHasAPathAndNoPort() {
        ListenerView unix =
                new ListenerView(
                        "unix",
                        ListenerConfig.unix("run/a b.sock"),
                        "unix:run/a b.sock",
                        -1,
                        AcceptState.ACCEPTING,
                        1,
                        1,
                        List.of(),
                        0,
                        0,
                        0,
                        Map.of());

        assertThat(ListenerJson.of(7, List.of(new Endpoint(unix))))
                .contains("\"port\":null,\"path\":\"run/a b.sock\"")
                .contains("\"try\":[\"curl --unix-socket 'run/a b.sock' http://localhost/\"]");
    }
}
