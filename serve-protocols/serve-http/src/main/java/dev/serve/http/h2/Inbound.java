package dev.serve.http.h2;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.config.GrpcConfig;
import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.hpack.HpackDecoder;
import dev.serve.http.hpack.HpackException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What frames of the client do to streams and connection (RFC 9113 sections 5 and 6). Belongs to
 * the thread that reads, and never waits.
 */
final class Inbound implements FrameSink {

    private static final System.Logger LOG = System.getLogger(Inbound.class.getName());

    /** So many acknowledgements may wait for a client that reads none. */
    private static final int MOST_REPLIES = 1000;

    private static final int EMPTY_ENOUGH = 1;

    private final Session session;
    private final PeerSettings peer;
    private final Budgets budgets = new Budgets();
    private final HpackDecoder decoder = new HpackDecoder();
    private final Openings openings;
    private final Signals signals;
    private final @Nullable PingGuard pings;
    private int sentFrames;
    private @Nullable Http2Stream current;
    private @Nullable Http2Stream ending;

    Inbound(Session session, Openings openings, Signals signals) {
        this.session = session;
        this.peer = new PeerSettings(session);
        this.openings = openings;
        this.signals = signals;
        GrpcConfig grpc = session.settings().grpc();
        this.pings = grpc == null ? null : new PingGuard(grpc.minPingInterval().toNanos());
    }

    PeerSettings peer() {
        return peer;
    }

    /** Before frames are read: what has gone well since the last time earns the client more. */
    void begins() {
        int answered = session.streams().takeAnswered();
        if (answered > 0) {
            budgets.answered(session.clock(), answered);
        }
        int frames = session.outbox().output().dataFrames();
        if (frames != sentFrames) {
            budgets.sent(session.clock(), frames - sentFrames);
            sentFrames = frames;
        }
    }

    /** A frame has broken its stream. */
    void broken(StreamError error) throws ConnectionError {
        LOG.log(
                DEBUG,
                () -> session.name() + ": stream " + error.stream() + ": " + error.getMessage());
        budgets.spend(Flood.RESETS, session.clock());
        current = null;
        ending = null;
        if (error.stream() > session.streams().last()) {
            throw new ConnectionError(error.code(), String.valueOf(error.getMessage()));
        }
        Http2Stream stream = session.streams().get(error.stream());
        if (stream != null) {
            stream.postReset(error.code());
        } else {
            session.streams().remember(error.stream());
            reply((out, schedule) -> out.reset(error.stream(), error.code()));
        }
    }

    private void reply(Outgoing outgoing) throws ConnectionError {
        if (session.outbox().postReply(outgoing) > MOST_REPLIES) {
            throw ConnectionError.calm("frames that want an answer and read none");
        }
    }

    /** Even numbers are ours, and we open none; later ones do not exist yet. */
    private void checkNotIdle(int id, String frame) throws ConnectionError {
        if ((id & 1) == 0 || id > session.streams().last()) {
            throw ConnectionError.protocol(frame + " on an idle stream");
        }
    }

    @Override
    public void dataBegins(int id, int length, int padding, boolean endStream)
            throws ConnectionError, StreamError {
        current = null;
        ending = null;
        session.window().begins(length, session.clock());
        checkNotIdle(id, "DATA");
        if (length - padding < EMPTY_ENOUGH && !endStream) {
            budgets.spend(Flood.EMPTY_DATA, session.clock());
        }
        session.window().consumed(padding);
        Http2Stream stream = session.streams().get(id);
        if (stream == null) {
            if (!session.streams().isCutShort(id)) {
                throw new StreamError(id, ErrorCode.STREAM_CLOSED, "DATA on a closed stream");
            }
            budgets.spend(Flood.LATE_DATA, session.clock());
            return;
        }
        InboundBody body = stream.body();
        if (body == null || stream.hasRequestEnded()) {
            throw new StreamError(id, ErrorCode.STREAM_CLOSED, "DATA after the end of a request");
        }
        body.begins(length, padding);
        current = stream;
        ending = endStream ? stream : null;
    }

    @Override
    public void data(byte[] bytes, int from, int to) throws StreamError {
        Http2Stream stream = current;
        InboundBody body = stream == null ? null : stream.body();
        if (body == null) {
            session.window().consumed(to - from);
            return;
        }
        int dropped;
        try {
            dropped = body.comes(bytes, from, to);
        } catch (StreamError e) {
            session.window().consumed(to - from);
            throw e;
        }
        session.window().consumed(dropped);
    }

    @Override
    public void dataEnds() throws StreamError {
        Http2Stream stream = ending;
        current = null;
        ending = null;
        if (stream != null && stream.body() != null) {
            stream.body().ends(null);
            stream.requestEnds();
        }
    }

    @Override
    public void headersBegin() {
        signals.blockBegins();
    }

    @Override
    public void headers(int id, byte[] bytes, int from, int to, boolean endStream)
            throws ConnectionError, StreamError {
        signals.blockEnds();
        HeaderBlock block = new HeaderBlock(session.settings().http2().maxHeaderListSize());
        try {
            decoder.decode(bytes, from, to, block);
        } catch (HpackException e) {
            throw new ConnectionError(ErrorCode.COMPRESSION_ERROR, String.valueOf(e.getMessage()));
        }
        if (block.isTooLarge()) {
            budgets.spend(Flood.OVERSIZED, session.clock());
        }
        Streams streams = session.streams();
        Http2Stream stream = streams.get(id);
        if (stream != null) {
            trailers(stream, block, endStream);
        } else if ((id & 1) == 0) {
            throw ConnectionError.protocol("HEADERS on a stream of even number");
        } else if (id <= streams.last()) {
            afterwards(id);
        } else {
            openings.open(id, block, endStream, peer.initialWindow());
        }
    }

    private void afterwards(int id) throws ConnectionError {
        Streams streams = session.streams();
        if (streams.isCutShort(id)) {
            return;
        }
        if (streams.isSkipped(id)) {
            throw ConnectionError.protocol("a stream of a lower number than the last");
        }
        throw new ConnectionError(ErrorCode.STREAM_CLOSED, "HEADERS on a closed stream");
    }

    private static void trailers(Http2Stream stream, HeaderBlock block, boolean endStream)
            throws StreamError {
        InboundBody body = stream.body();
        if (body == null || stream.hasRequestEnded()) {
            throw new StreamError(
                    stream.id(), ErrorCode.STREAM_CLOSED, "HEADERS after the end of a request");
        }
        if (!endStream) {
            throw StreamError.malformed(stream.id(), "trailers that do not end the stream");
        }
        Trailers.read(stream, body, block);
        stream.requestEnds();
    }

    @Override
    public void priority() throws ConnectionError {
        budgets.spend(Flood.PRIORITIES, session.clock());
    }

    @Override
    public void priorityUpdate(int id, byte[] bytes, int from, int to) throws ConnectionError {
        budgets.spend(Flood.PRIORITIES, session.clock());
        if (id == 0) {
            throw ConnectionError.protocol("PRIORITY_UPDATE for no stream");
        }
        Http2Stream stream = session.streams().get(id);
        if (stream != null) {
            PriorityField priority = PriorityField.of(bytes, from, to);
            stream.priority(priority.urgency(), priority.incremental());
        }
    }

    @Override
    public void reset(int id, int code) throws ConnectionError {
        checkNotIdle(id, "RST_STREAM");
        budgets.spend(Flood.RESETS, session.clock());
        Http2Stream stream = session.streams().get(id);
        if (stream != null) {
            stream.lost();
        }
    }

    @Override
    public void setting(int id, long value) throws ConnectionError {
        peer.set(id, value);
    }

    @Override
    public void settingsEnd() throws ConnectionError {
        budgets.spend(Flood.SETTINGS, session.clock());
        reply(peer.acknowledgement());
    }

    @Override
    public void settingsAcknowledged() throws ConnectionError {
        budgets.spend(Flood.SETTINGS, session.clock());
        signals.settingsAcknowledged();
    }

    @Override
    public void ping(boolean acknowledged, byte[] bytes, int from) throws ConnectionError {
        budgets.spend(Flood.PINGS, session.clock());
        byte[] data = Arrays.copyOfRange(bytes, from, from + 8);
        if (acknowledged) {
            signals.pingAcknowledged(data);
        } else {
            if (pings != null && session.carriesGrpc()) {
                pings.comes(session.outbox().output().dataFrames(), session.clock());
            }
            reply((out, schedule) -> out.frame(Frame.PING, Frame.ACK, 0, data));
        }
    }

    @Override
    public void goAway(int code) {
        signals.clientGoesAway();
    }

    @Override
    public void windowUpdate(int id, int increment) throws ConnectionError, StreamError {
        budgets.spend(Flood.WINDOW_UPDATES, session.clock());
        if (id == 0) {
            Outbox outbox = session.outbox();
            if (outbox.output().window().addAndGet(increment) > Frame.LARGEST_WINDOW) {
                throw new ConnectionError(
                        ErrorCode.FLOW_CONTROL_ERROR, "a window beyond the largest");
            }
            outbox.widen();
            return;
        }
        checkNotIdle(id, "WINDOW_UPDATE");
        Http2Stream stream = session.streams().get(id);
        if (stream != null && !stream.sendWindow().widen(increment)) {
            throw new StreamError(id, ErrorCode.FLOW_CONTROL_ERROR, "a window beyond the largest");
        }
    }

    @Override
    public void unknown() throws ConnectionError {
        budgets.spend(Flood.UNKNOWN, session.clock());
    }
}
