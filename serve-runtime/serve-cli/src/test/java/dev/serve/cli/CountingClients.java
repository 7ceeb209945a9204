package dev.serve.cli;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask until nobody lets them in, and count what they sent and what was answered. */
final class CountingClients {

    private final int port;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong tooLate = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    CountingClients(int port) {
        this.port = port;
    }

    void connectEachTime() {
        boolean open = true;
        while (open) {
            open = serveOne(1);
        }
    }

    void stayWhileToldTo() {
        boolean open = true;
        while (open) {
            open = serveOne(Integer.MAX_VALUE);
        }
    }

    /** One connection with so many requests at most; whether the server still lets anybody in. */
    private boolean serveOne(int requests) {
        RawClient connected;
        try {
            connected = RawClient.tcp(port);
        } catch (UncheckedIOException e) {
            return false;
        }
        int before = 0;
        try (RawClient client = connected) {
            boolean stays = true;
            while (stays && before < requests) {
                sent.incrementAndGet();
                RawAnswer answer = client.get("/hello");
                answered.incrementAndGet();
                before++;
                if (!answer.body().equals("hello")) {
                    failures.add(answer.toString());
                }
                stays = answer.header("Connection").filter("close"::equals).isEmpty();
            }
        } catch (RuntimeException | AssertionError e) {
            if (before == 0) {
                tooLate.incrementAndGet();
            } else {
                failures.add("after " + before + " answers: " + e);
            }
        }
        return true;
    }

    long sent() {
        return sent.get();
    }

    long answered() {
        return answered.get();
    }

    /** Connections that the kernel completed after the last accept, and reset with the socket. */
    long tooLate() {
        return tooLate.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public String toString() {
        return sent + " sent, " + answered + " answered, " + tooLate + " too late";
    }
}
