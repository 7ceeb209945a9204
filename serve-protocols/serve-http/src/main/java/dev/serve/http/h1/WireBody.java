package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Wire;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestBody;
import io.helidon.http.DirectHandler;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A body on a wire, whatever its framing: sends 100 (Continue) when the handler wants to read and
 * the client waits for it (RFC 9110 section 10.1.1), and remembers when the framing is lost.
 */
abstract class WireBody extends RequestBody {

    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Below this, bytes are read into the window, where more may come along with them. */
    private static final int DIRECT = 4 * 1024;

    final Wire wire;
    private final ConnectionObserver observer;
    private final DirectHandler.TransportRequest request;
    private boolean continueOwed;
    private boolean answered;
    private boolean finished;
    private boolean broken;
    private @Nullable Runnable whenFinished;

    WireBody(
            Wire wire,
            ConnectionObserver observer,
            DirectHandler.TransportRequest request,
            boolean continueOwed) {
        this.wire = wire;
        this.observer = observer;
        this.request = request;
        this.continueOwed = continueOwed;
    }

    /** As {@link #read}, without thought for the framing of the whole. */
    abstract int take(byte[] target, int offset, int length) throws IOException;

    /** How many bytes are certain to come still; less when nobody knows. */
    abstract long left();

    @Override
    public final int read(byte[] target, int offset, int length) {
        if (finished) {
            return -1;
        }
        if (broken) {
            throw Refusal.badRequest("The body is broken").of(request);
        }
        try {
            sendContinue();
            return take(target, offset, length);
        } catch (Refusal e) {
            broken = true;
            throw e.of(request);
        } catch (IOException e) {
            broken = true;
            throw new ServerConnectionException("cannot read the body of a request", e);
        }
    }

    private void sendContinue() throws IOException {
        if (continueOwed) {
            continueOwed = false;
            // Whoever has sent some of it already does not wait.
            if (wire.available() == 0 && !answered) {
                wire.put(CONTINUE, 0, CONTINUE.length);
                wire.flush();
            }
        }
    }

    /** Waits for more in the window. */
    final void more() throws IOException {
        if (wire.hasGathered()) {
            wire.flush();
        }
        if (!wire.more()) {
            throw Refusal.badRequest("The body ended early");
        }
    }

    /** Takes bytes of content, at least one, of which so many are still to come. */
    final int content(byte[] target, int offset, int length, long left) throws IOException {
        int wanted = (int) Math.min(length, left);
        if (wire.available() == 0) {
            if (wanted < DIRECT) {
                more();
            } else if (wire.hasGathered()) {
                wire.flush();
            }
        }
        int read = wire.read(target, offset, wanted);
        if (read < 0) {
            throw Refusal.badRequest("The body ended early");
        }
        return read;
    }

    final void finish() {
        finished = true;
        continueOwed = false;
        observer.bodyEnds();
        if (whenFinished != null) {
            whenFinished.run();
        }
    }

    /** Is called once, by the thread that reads the last of it. */
    final void whenFinished(Runnable action) {
        whenFinished = action;
    }

    /** The final answer begins: who waits for 100 (Continue) is not told to go on any longer. */
    final void answerBegins() {
        answered = true;
    }

    @Override
    public final boolean isFinished() {
        return finished;
    }

    @Override
    public final boolean isComing() {
        return !continueOwed && !broken;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public Headers trailers() {
        return WritableHeaders.create();
    }
}
