package dev.serve.http.h2;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.spi.StreamTaker;
import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.ErrorAnswer;
import dev.serve.http.message.Refusal;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.http.DirectHandler;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Takes one stream to its answer, in the stream's own thread. */
final class Http2Turn {

    private static final System.Logger LOG = System.getLogger(Http2Turn.class.getName());
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private final Limit limit;
    private final HttpRouting routing;

    Http2Turn(Session session, Limit limit) {
        this.session = session;
        this.limit = limit;
        this.routing = session.context().router().routing(HttpRouting.class, HttpRouting.empty());
    }

    void serve(Http2Stream stream) {
        stream.servedBy(Thread.currentThread());
        try {
            HandedStream handed = admitted(stream);
            if (handed != null) {
                handed.serve();
            }
        } catch (CloseConnectionException | UncheckedIOException e) {
            LOG.log(DEBUG, () -> session.name() + ": stream " + stream.id() + " broke off", e);
            stream.fails();
        } catch (RuntimeException e) {
            LOG.log(WARNING, session.name() + ": stream " + stream.id() + " failed", e);
            stream.fails();
        } finally {
            stream.servedBy(null);
            session.streams().running().decrementAndGet();
            stream.handlerEnds();
        }
    }

    /** What another protocol goes on with; null when the request has been answered. */
    private @Nullable HandedStream admitted(Http2Stream stream) {
        LimitAlgorithm.Outcome outcome = limit.tryAcquireOutcome(true);
        if (!(outcome instanceof LimitAlgorithm.Outcome.Accepted accepted)) {
            refuse(
                    new AnswerWriter(stream),
                    Refusal.of(
                            Status.SERVICE_UNAVAILABLE_503,
                            "Too many requests are in work",
                            stream.head().transport()));
            return null;
        }
        boolean served = false;
        try {
            HandedStream handed = route(stream, accepted);
            served = true;
            return handed;
        } finally {
            if (served) {
                accepted.token().success();
            } else {
                accepted.token().dropped();
            }
        }
    }

    private @Nullable HandedStream route(Http2Stream stream, LimitAlgorithm.Outcome admitted) {
        ConnectionContext context = session.context();
        Http2Head head = stream.head();
        EngineRequest request =
                new EngineRequest(
                        context,
                        routing.security(),
                        admitted,
                        stream.id(),
                        head.prologue(),
                        head.fields(),
                        // What follows CONNECT is no content of it (RFC 9110 section 9.3.6).
                        head.prologue().method().equals(Method.CONNECT) ? null : stream.body());
        AnswerWriter writer = new AnswerWriter(stream);
        Http2Response response = new Http2Response(context, request, stream, writer);
        try {
            routing.route(context, request, response);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            if (writer.hasBegun()) {
                throw new CloseConnectionException("an answer broke off", e);
            }
            refuse(writer, e);
        }
        StreamTaker taker = response.taker();
        return taker == null ? null : new HandedStream(stream, response, writer, taker);
    }

    /** Answers what routing has not answered. */
    private void refuse(AnswerWriter writer, RuntimeException problem) {
        if (ErrorAnswer.isOurs(problem)) {
            LOG.log(WARNING, "Internal server error", problem);
        } else {
            LOG.log(DEBUG, () -> session.name() + ": refused: " + problem.getMessage());
        }
        DirectHandler.TransportResponse answer =
                ErrorAnswer.of(session.context().listenerContext(), problem);
        byte[] entity = answer.entity().orElse(NOTHING);
        writer.begin(answer.status(), answer.headers(), entity.length, true);
        try {
            writer.end(entity, 0, entity.length, WritableHeaders.create());
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
    }
}
