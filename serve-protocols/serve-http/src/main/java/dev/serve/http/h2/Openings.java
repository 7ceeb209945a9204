package dev.serve.http.h2;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.message.ErrorAnswer;
import dev.serve.http.message.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * New streams: taken, answered at once, or refused. Those that came in one read are started
 * together, so that their answers leave together. Belongs to the thread that reads.
 */
final class Openings {

    private static final System.Logger LOG = System.getLogger(Openings.class.getName());
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private final Http2Turn turn;
    private final List<Http2Stream> batch = new ArrayList<>();

    Openings(Session session, Http2Turn turn) {
        this.session = session;
        this.turn = turn;
    }

    /** A request has come, of which the number is new. */
    void open(int id, HeaderBlock block, boolean endStream, int window) throws StreamError {
        Streams streams = session.streams();
        if (streams.isSealed()) {
            // It will be asked again on another connection: the GOAWAY has said so.
            return;
        }
        streams.uses(id);
        int most = session.settings().http2().maxConcurrentStreams();
        // A handler that goes on after its answer counts against twice as much: mostly it just
        // ends.
        if (streams.count() + streams.stranded().get() >= most
                || streams.running().get() + batch.size() >= 2L * most) {
            refuse(id);
            return;
        }
        Http2Head head;
        try {
            if (block.isTooLarge()) {
                throw Refusal.fieldsTooLarge("The header fields are too large");
            }
            head = RequestAssembly.of(id, block, endStream, session.settings());
            check(head);
        } catch (Refusal e) {
            answer(id, e, endStream, window);
            return;
        }
        if (!session.memory().take(head.bytes())) {
            refuse(id);
            return;
        }
        batch.add(opened(id, head, endStream, window));
    }

    private void refuse(int id) {
        session.streams().remember(id);
        session.outbox().post((out, schedule) -> out.reset(id, ErrorCode.REFUSED_STREAM));
    }

    private void check(Http2Head head) {
        if (head.expectation() == Http2Head.Expectation.UNKNOWN) {
            throw Refusal.of(
                    Status.EXPECTATION_FAILED_417,
                    "The expectation is not supported (expected: 100-continue)",
                    head.transport());
        }
        String protocol = head.protocol();
        if (protocol != null && !session.connectProtocols().contains(protocol)) {
            throw Refusal.of(
                    Status.NOT_IMPLEMENTED_501,
                    "Nothing here speaks the protocol that is asked for",
                    head.transport());
        }
        if (head.contentLength() > session.settings().maxBodySize()) {
            throw Refusal.of(
                    Status.REQUEST_ENTITY_TOO_LARGE_413, "The body is too large", head.transport());
        }
    }

    private Http2Stream opened(int id, Http2Head head, boolean endStream, int window) {
        InboundBody body =
                endStream
                        ? null
                        : new InboundBody(
                                session,
                                id,
                                head.contentLength(),
                                head.transport(),
                                head.expectation() == Http2Head.Expectation.CONTINUE);
        Http2Stream stream = new Http2Stream(session, id, head, body, window, session.clock());
        session.streams().opened(stream);
        return stream;
    }

    /** The request that came with an upgrade from HTTP/1.1 is stream 1, and has no body. */
    void open(Http2Head head, int window) {
        session.streams().uses(1);
        batch.add(opened(1, head, true, window));
    }

    /** Answers what never becomes a request; without a body where no window is left for it. */
    private void answer(int id, Refusal refusal, boolean endStream, int window) {
        LOG.log(DEBUG, () -> session.name() + ": refused: " + refusal.getMessage());
        DirectHandler.TransportResponse answer =
                ErrorAnswer.of(session.context().listenerContext(), refusal);
        byte[] entity = answer.entity().orElse(NOTHING);
        AnswerFields fields =
                AnswerFields.of(
                        answer.status(),
                        answer.headers(),
                        entity.length,
                        session.settings().server());
        session.streams().remember(id);
        session.observer()
                .requestRefused(
                        "http/2.0", answer.status().code(), String.valueOf(refusal.getMessage()));
        session.outbox()
                .post(
                        (out, schedule) -> {
                            boolean whole = Math.min(out.window().get(), window) >= entity.length;
                            out.headers(id, fields, !whole || entity.length == 0);
                            if (whole && entity.length > 0) {
                                out.data(id, entity, 0, entity.length, true);
                            }
                            if (!endStream) {
                                out.reset(id, ErrorCode.NO_ERROR);
                            }
                        });
    }

    /** Starts what has been opened. */
    void start() {
        if (batch.isEmpty()) {
            return;
        }
        session.streams().running().addAndGet(batch.size());
        session.outbox().expect(batch.size());
        for (Http2Stream stream : batch) {
            Thread.ofVirtual()
                    .name(session.name() + "-stream-" + stream.id())
                    .start(() -> turn.serve(stream));
        }
        batch.clear();
    }
}
