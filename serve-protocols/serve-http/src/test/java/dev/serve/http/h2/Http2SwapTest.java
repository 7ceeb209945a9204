package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generations follow one another under load over HTTP/2: nobody's answer is lost. */
class Http2SwapTest {

    private static final int CLIENTS = 4;
    private static final int STREAMS = 3;

    private final AtomicBoolean over = new AtomicBoolean();
    private final Semaphore answered = new Semaphore(0);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void twentySwapsLoseNoAnswer() throws InterruptedException {
        swap(20);
    }

    @Test
    @Tag("soak")
    void twoHundredSwapsLoseNoAnswer() throws InterruptedException {
        swap(200);
    }

    private void swap(int swaps) throws InterruptedException {
        try (Http2Server server = Http2Server.start()) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> ask(server)));
            }
            for (int round = 0; round < swaps; round++) {
                int streams = 100 + round % 2;
                awaitAnswers();
                server.server()
                        .reconfigure(
                                "web",
                                config ->
                                        config.http2(http2 -> http2.maxConcurrentStreams(streams)));
            }
            awaitAnswers();
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    private void awaitAnswers() throws InterruptedException {
        answered.drainPermits();
        assertThat(answered.tryAcquire(20, 20, TimeUnit.SECONDS))
                .as("20 answers within 20 s; failures so far: %s", failures)
                .isTrue();
    }

    private void ask(Http2Server server) {
        try {
            while (!over.get()) {
                try (FrameClient client = server.connect()) {
                    askUntilGoodbye(client);
                }
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(e.toString());
        }
    }

    /** A few streams at a time, until the server takes no more; what it took, it answers. */
    private void askUntilGoodbye(FrameClient client) {
        int next = 1;
        int last = Integer.MAX_VALUE;
        while (!over.get() && last == Integer.MAX_VALUE) {
            int first = next;
            for (int i = 0; i < STREAMS; i++, next += 2) {
                client.get(next, "/hello");
            }
            boolean goodbye = false;
            int open = STREAMS;
            while (open > 0) {
                FrameClient.Received frame = client.next();
                if (frame == null) {
                    failures.add("the connection ended with " + open + " answers owed");
                    return;
                }
                if (frame.type() == Frame.GOAWAY) {
                    goodbye = true;
                    last = frame.int32(0);
                    // Those above were not taken, and may be asked for again.
                    for (int id = first; id < next; id += 2) {
                        open -= id > last ? 1 : 0;
                    }
                } else if (frame.type() == Frame.PING && frame.flags() == 0) {
                    client.frame(Frame.PING, Frame.ACK, 0, frame.payload());
                } else if (frame.type() == Frame.RST_STREAM) {
                    failures.add("a stream was reset with " + frame.int32(0));
                    open--;
                } else if (frame.type() == Frame.DATA && frame.endsStream()) {
                    answered.release();
                    open--;
                }
            }
            if (goodbye && last == Integer.MAX_VALUE) {
                return;
            }
        }
    }
}
