package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.SocketFactory;

/**
 * Blocking sockets, one virtual thread for each connection. Knows an answer's length from the first
 * one of the run, so that it does little beside reading and writing.
 */
final class LoopClient implements LoadClient {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final int connections;
    private final DevCertificates certificates;

    LoopClient(int connections, DevCertificates certificates) {
        this.connections = connections;
        this.certificates = certificates;
    }

    @Override
    public String label() {
        return "own, " + connections + " connections";
    }

    @Override
    public Sample run(int port, Row row, Duration time) throws IOException, InterruptedException {
        SocketFactory sockets =
                row.tls() ? certificates.trusting().getSocketFactory() : SocketFactory.getDefault();
        byte[] request = row.request();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        Latencies all = new Latencies();
        long failures = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(
                        threads.submit(
                                () ->
                                        row.closing()
                                                ? connectAgain(sockets, port, request, end)
                                                : stay(sockets, port, row, request, end)));
            }
            for (Future<Latencies> connection : running) {
                try {
                    all.addAll(connection.get());
                } catch (ExecutionException e) {
                    failures++;
                    if (failures == connections) {
                        throw new IOException("no connection came to its end", e.getCause());
                    }
                }
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return new Sample(all.total(), failures, took, all.micros(0.5), all.micros(0.99));
    }

    private static Latencies stay(
            SocketFactory sockets, int port, Row row, byte[] request, long end) throws IOException {
        Latencies latencies = new Latencies();
        try (Socket socket = connect(sockets, port)) {
            Answers answers = new Answers(socket.getInputStream());
            long now = System.nanoTime();
            while (now < end) {
                socket.getOutputStream().write(request);
                answers.read(row.batch());
                long then = now;
                now = System.nanoTime();
                for (int i = 0; i < row.batch(); i++) {
                    latencies.add(now - then);
                }
            }
        }
        return latencies;
    }

    private static Latencies connectAgain(SocketFactory sockets, int port, byte[] request, long end)
            throws IOException {
        Latencies latencies = new Latencies();
        long now = System.nanoTime();
        while (now < end) {
            try (Socket socket = connect(sockets, port)) {
                socket.getOutputStream().write(request);
                // The end is not waited for: raw Helidon leaves it to the client.
                new Answers(socket.getInputStream()).read(1);
            }
            long then = now;
            now = System.nanoTime();
            latencies.add(now - then);
        }
        return latencies;
    }

    private static Socket connect(SocketFactory sockets, int port) throws IOException {
        Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }
}
