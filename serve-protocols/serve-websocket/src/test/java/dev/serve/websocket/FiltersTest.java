package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.WebSocketExchange;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.testing.RawClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One filter class for requests and for messages. */
class FiltersTest {

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    /** Rejects what its word is found in. */
    private final class Censor implements Filter {
        private final String word;

        Censor(String word) {
            this.word = word;
        }

        @Override
        public void filter(Exchange exchange, Chain chain) throws Exception {
            seen.add(word + " sees " + exchange.protocol());
            boolean bad =
                    exchange instanceof WebSocketExchange message
                            ? message.message() instanceof WebSocketMessage.Text(String text)
                                    && text.contains(word)
                            : exchange.header("X-Word").filter(word::equals).isPresent();
            if (bad) {
                exchange.reject(Rejection.of(Rejection.Reason.FORBIDDEN, "not " + word));
            } else {
                chain.proceed();
            }
        }
    }

    private WebSocketServer server(String... words) {
        return WebSocketServer.of(
                routes -> {
                    for (String word : words) {
                        routes.filter(new Censor(word));
                    }
                    routes.group("/elsewhere", group -> group.filter(new Censor("never asked")));
                    routes.webSocket("/ws", new EchoTest.Echo());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"one,two", "two,one"})
    void rejectARequestOrAMessage(String order) {
        try (WebSocketServer server = server(order.split(","))) {
            try (RawClient raw = RawClient.tcp(server.port())) {
                assertThat(WsClient.handshake(raw, "/ws", "X-Word: two").status()).isEqualTo(403);
            }
            try (WsClient client = server.open("/ws")) {
                client.text("fine");
                assertThat(client.read()).hasToString("1: fine");
                client.text("this one too");
                WsClient.Frame close = client.read();
                assertThat(close).hasToString("close 1008");
                assertThat(close.text()).endsWith("not one");
            }
        }
    }

    @Test
    void runInTheOrderInWhichTheyWereAdded() {
        try (WebSocketServer server = server("a", "b");
                WsClient client = server.open("/ws")) {
            client.text("x");
            client.read();
            assertThat(seen)
                    .containsExactly(
                            "a sees http", "b sees http", "a sees websocket", "b sees websocket");
        }
    }

    @Test
    void holdAConversationToo() {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                routes ->
                                        routes.filter(new Censor("bad"))
                                                .webSocket(
                                                        "/ws",
                                                        session -> {
                                                            while (session.receive()
                                                                    instanceof
                                                                    WebSocketMessage.Text(
                                                                            String text)) {
                                                                session.send(text);
                                                            }
                                                        }));
                WsClient client = server.open("/ws")) {
            client.text("good").text("bad");
            assertThat(client.read()).hasToString("1: good");
            assertThat(client.read()).hasToString("close 1008");
        }
    }
}
