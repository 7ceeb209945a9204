package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.EndWatcher;
import dev.serve.api.spi.Wire;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection: what both sides need to know of one another. */
final class Http1Exchange {

    private final Http1Connection connection;
    private final RequestHead head;
    private final @Nullable WireBody body;

    Http1Exchange(Http1Connection connection, RequestHead head, @Nullable WireBody body) {
        this.connection = connection;
        this.head = head;
        this.body = body;
    }

    Wire wire() {
        return connection.wire();
    }

    HeadWriter headWriter() {
        return connection.headWriter();
    }

    /** Nothing more is answered on the connection. */
    void hasEnded() {
        connection.dropHeadWriter();
    }

    /** Whether the client is of HTTP/1.0: no chunks, no interim answers. */
    boolean isHttp10() {
        return head.http10();
    }

    /** RFC 9110 section 9.3.2: the answer has the head of GET and no body. */
    boolean isHead() {
        return head.prologue().method().equals(Method.HEAD);
    }

    /** The answer lasts. */
    void lasts(EndWatcher watcher) {
        connection.lasts(watcher);
    }

    ConnectionObserver observer() {
        return connection.observer();
    }

    /** Whether the client names a protocol to change to, in a request that allows it. */
    boolean asksFor(String protocol) {
        return head.upgrades()
                && !head.framing().hasBody()
                && head.fields().values(HeaderNames.UPGRADE).stream()
                        .anyMatch(name -> name.strip().equalsIgnoreCase(protocol));
    }

    /**
     * Whether the connection ends with the answer, so that the answer must say so.
     *
     * @param whole whether the request's body is no longer read
     */
    boolean closesAfter(Headers answer, boolean whole) {
        return closesByRequest()
                || connection.isClosing()
                || (whole && body != null && !Drain.isCheap(body))
                || saysClose(answer);
    }

    /** RFC 9112 section 9.3. */
    private boolean closesByRequest() {
        boolean stays10 = head.options().keepAlive() && connection.settings().keepAlive10();
        return head.options().close() || (head.http10() && !stays10);
    }

    /** A handler's own wish, in one value or in several. */
    private static boolean saysClose(Headers answer) {
        if (!answer.contains(HeaderNames.CONNECTION)) {
            return false;
        }
        List<String> values = answer.get(HeaderNames.CONNECTION).allValues();
        for (String value : values) {
            for (String token : value.split(",", -1)) {
                if (token.strip().equalsIgnoreCase("close")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Adds the Server field, if there is to be one and the handler has set none. */
    void serverField(Headers answer, HeadWriter writer) {
        Header server = connection.serverField();
        if (server != null && !answer.contains(HeaderNames.SERVER)) {
            writer.field(server);
        }
    }

    /**
     * Asks whether the answer may be written.
     *
     * @throws CloseConnectionException if the pool has answered already
     */
    void answerBegins() {
        ConnectionObserver observer = connection.observer();
        if (!observer.answerBegins()) {
            throw new CloseConnectionException("the request was answered when its time had passed");
        }
        if (body != null) {
            body.answerBegins();
        }
        connection.meanwhile().writes();
    }

    /** Something is written ahead of the answer. */
    void writes() {
        connection.meanwhile().writes();
    }
}
