package dev.serve.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The calls of one row to one server, in the calling thread; connections stay between rounds. */
final class GrpcLoad implements Contest.Load {

    private static final long PATIENCE_MILLIS = 20_000;

    private final GrpcRow row;
    private final Selector selector;
    private final List<GrpcSocket> sockets = new ArrayList<>();

    private GrpcLoad(GrpcRow row, Selector selector) {
        this.row = row;
        this.selector = selector;
    }

    static GrpcLoad open(GrpcRow row, int port) throws IOException {
        GrpcLoad load = new GrpcLoad(row, Selector.open());
        for (int i = 0; i < row.connections(); i++) {
            load.sockets.add(new GrpcSocket(port, row, load.selector));
        }
        return load;
    }

    /** A round: a call that ends begins the next, until the time is over. Messages are counted. */
    @Override
    public Sample run(Duration time) throws IOException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        Latencies latencies = new Latencies();
        for (GrpcSocket socket : sockets) {
            socket.failures = 0;
            for (int i = 0; i < row.calls(); i++) {
                socket.call();
            }
            socket.flush();
        }
        while (sockets.stream().anyMatch(socket -> socket.open > 0)) {
            turn(
                    (socket, nanos) -> {
                        latencies.add(nanos);
                        if (System.nanoTime() < end) {
                            socket.call();
                        }
                    });
        }
        long failures = sockets.stream().mapToLong(socket -> socket.failures).sum();
        return new Sample(
                (latencies.total() - failures) * row.messages(),
                failures,
                Duration.ofNanos(System.nanoTime() - begin),
                latencies.micros(0.5),
                latencies.micros(0.99));
    }

    private void turn(GrpcSocket.Ended ended) throws IOException {
        if (selector.select(PATIENCE_MILLIS) == 0) {
            throw new IOException("nothing came within " + PATIENCE_MILLIS + " ms");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            GrpcSocket socket = (GrpcSocket) key.attachment();
            if (key.isWritable()) {
                socket.flush();
            }
            if (key.isReadable()) {
                socket.read(ended);
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (GrpcSocket socket : sockets) {
            socket.close();
        }
        selector.close();
    }
}
