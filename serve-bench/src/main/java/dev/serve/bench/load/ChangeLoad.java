package dev.serve.bench.load;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask without pause and go on after every failure, half of them on connections that
 * they keep until an answer says not to. They count for themselves.
 */
final class ChangeLoad implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long PATIENCE_SECONDS = 30;

    /** Between one that was refused and the next attempt, as a client would. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final byte[] KEEPING =
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSING =
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final int port;

    /**
     * Of the platform: the servers of both sides run in this process, on every carrier there is.
     */
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong[] answered;
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong failedConnects = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failedRequests = new AtomicLong();

    ChangeLoad(int port, int connections) {
        this.port = port;
        this.answered = new AtomicLong[2 * connections];
        for (int i = 0; i < answered.length; i++) {
            AtomicLong count = new AtomicLong();
            boolean keeps = i % 2 == 0;
            answered[i] = count;
            threads.execute(() -> ask(keeps, count));
        }
    }

    private void ask(boolean keeps, AtomicLong count) {
        while (!over.get()) {
            connects.incrementAndGet();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                serve(socket, keeps, count);
            } catch (IOException e) {
                failedConnects.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void serve(Socket socket, boolean keeps, AtomicLong count) {
        boolean stays = true;
        try {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            while (stays && !over.get()) {
                requests.incrementAndGet();
                socket.getOutputStream().write(keeps ? KEEPING : CLOSING);
                stays = answer(in) && keeps;
                count.incrementAndGet();
            }
        } catch (IOException e) {
            failedRequests.incrementAndGet();
        }
    }

    /** Reads an answer; whether its connection stays. */
    private static boolean answer(BufferedReader in) throws IOException {
        String status = in.readLine();
        if (status == null || !status.startsWith("HTTP/1.1 200")) {
            throw new EOFException("answered " + status + " (expected: HTTP/1.1 200)");
        }
        boolean stays = true;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            stays &= !line.toLowerCase(Locale.ROOT).matches("connection: *close");
        }
        for (int i = 0; i < "hello".length(); i++) {
            if (in.read() < 0) {
                throw new EOFException("half an answer");
            }
        }
        return stays;
    }

    /** Waits until every client has been answered once more. */
    void awaitAnswers() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (AtomicLong count : answered) {
            long before = count.get();
            while (count.get() == before) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("no answer in " + PATIENCE_SECONDS + " s");
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    long connects() {
        return connects.get();
    }

    long failedConnects() {
        return failedConnects.get();
    }

    long requests() {
        return requests.get();
    }

    long failedRequests() {
        return failedRequests.get();
    }

    @Override
    public void close() {
        over.set(true);
        threads.close();
    }
}
