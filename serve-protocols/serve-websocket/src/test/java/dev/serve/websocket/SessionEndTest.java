package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.spi.SessionEnd;
import dev.serve.api.spi.WorkObserver;
import dev.serve.testing.RawClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who observes the work of a listener is told of the end of each session. */
class SessionEndTest {

    private final BlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();
    private final WorkObserver observer =
            new WorkObserver() {
                @Override
                public void sessionEnded(SessionEnd end) {
                    ends.add(end);
                }
            };

    private WebSocketServer server() {
        return WebSocketServer.observed(
                observer, routes -> routes.webSocket("/echo", new WebSocketServer.Recorder()));
    }

    private SessionEnd end() throws InterruptedException {
        SessionEnd end = ends.poll(10, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        return end;
    }

    @Test
    void ofHttp2IsToldForEachOfAConnection() throws Exception {
        try (WebSocketServer server = server();
                Http2Client client = Http2Client.to(RawClient.tcp(server.port()))) {
            Http2Client.Stream one = client.open("/echo");
            Http2Client.Stream two = client.open("/echo");
            one.text("hello");
            assertThat(one.read().text()).isEqualTo("hello");
            one.sendClose(4001);
            SessionEnd first = end();
            assertThat(first.path()).isEqualTo("/echo");
            assertThat(first.client()).isEqualTo("127.0.0.1");
            assertThat(first.code()).isEqualTo(4001);
            assertThat(first.messagesIn()).isOne();
            assertThat(first.messagesOut()).isOne();
            assertThat(first.nanos()).isPositive();

            two.sendClose(4002);
            SessionEnd second = end();
            assertThat(second.code()).isEqualTo(4002);
            assertThat(second.messagesIn()).isZero();
            assertThat(second.id())
                    .startsWith(first.id().substring(0, 17))
                    .isNotEqualTo(first.id());
        }
    }

    @Test
    void ofAConnectionThatIsLostIsToldToo() throws Exception {
        try (WebSocketServer server = server()) {
            server.open("/echo").close();
            assertThat(end().code()).isEqualTo(1006);
        }
        assertThat(ends).isEmpty();
    }
}
