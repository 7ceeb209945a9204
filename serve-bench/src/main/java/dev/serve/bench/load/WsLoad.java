package dev.serve.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The load of one row on one server, whose sessions stay open between rounds. */
final class WsLoad implements Contest.Load {

    private final WsRow row;
    private final WsSockets sockets;
    private final int answerSize;

    /** When each message in flight was published, and how many have it; by its number. */
    private long[] publishedAt = {};

    private int[] arrived = {};
    private long published;
    private long whole;

    private WsLoad(WsRow row, WsSockets sockets) {
        this.row = row;
        this.sockets = sockets;
        this.answerSize = row.answerSize();
    }

    /** Opens the sessions of a row. */
    static WsLoad open(WsRow row, int port, int connections) throws IOException {
        WsSockets sockets = WsSockets.none();
        if (row.sessions() > 0) {
            sockets.open(port, WsPaths.SUBSCRIBE, row.sessions());
            sockets.open(port, WsPaths.PUBLISH, 1);
        } else {
            sockets.open(port, WsPaths.ECHO, connections);
        }
        return new WsLoad(row, sockets);
    }

    /** A round: what came within a time, to the last message that was sent in it. */
    @Override
    public Sample run(Duration time) throws IOException {
        long begin = System.nanoTime();
        Latencies latencies = new Latencies();
        if (row.sessions() > 0) {
            fanOut(latencies, begin + time.toNanos());
        } else {
            echo(latencies, begin + time.toNanos());
        }
        return new Sample(
                latencies.total(),
                0,
                Duration.ofNanos(System.nanoTime() - begin),
                latencies.micros(0.5),
                latencies.micros(0.99));
    }

    private void echo(Latencies latencies, long end) throws IOException {
        byte[] frames = row.frames(row.inFlight());
        long wanted = (long) answerSize * row.inFlight();
        int[] open = {sockets.peers().size()};
        for (WsSockets.Peer peer : sockets.peers()) {
            peer.received = 0;
            peer.sentAt = System.nanoTime();
            peer.send(frames);
        }
        while (open[0] > 0) {
            sockets.turn(
                    row.first(),
                    (peer, bytes) -> {
                        peer.received += bytes;
                        if (peer.received < wanted) {
                            return;
                        }
                        long now = System.nanoTime();
                        for (int i = 0; i < row.inFlight(); i++) {
                            latencies.add(now - peer.sentAt);
                        }
                        if (now < end) {
                            peer.received = 0;
                            peer.sentAt = now;
                            peer.send(frames);
                        } else {
                            open[0]--;
                        }
                    });
        }
    }

    private void fanOut(Latencies latencies, long end) throws IOException {
        List<WsSockets.Peer> peers = sockets.peers();
        WsSockets.Peer publisher = peers.getLast();
        publishedAt = new long[2 * row.inFlight()];
        arrived = new int[2 * row.inFlight()];
        published = 0;
        whole = 0;
        peers.forEach(peer -> peer.received = 0);
        publish(publisher, row.inFlight());
        while (whole < published) {
            long before = whole;
            sockets.turn(row.first(), (peer, bytes) -> arrived(peer, bytes, latencies));
            if (whole > before && System.nanoTime() < end) {
                publish(publisher, (int) (whole - before));
            }
        }
    }

    private void publish(WsSockets.Peer publisher, int count) throws IOException {
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            publishedAt[slot(published)] = now;
            arrived[slot(published)] = 0;
            published++;
        }
        publisher.send(row.frames(count));
    }

    private int slot(long message) {
        return (int) (message % publishedAt.length);
    }

    private void arrived(WsSockets.Peer peer, int bytes, Latencies latencies) {
        long from = peer.received / answerSize;
        peer.received += bytes;
        long to = peer.received / answerSize;
        long now = System.nanoTime();
        for (long message = from; message < to; message++) {
            latencies.add(now - publishedAt[slot(message)]);
            if (++arrived[slot(message)] == row.sessions()) {
                whole++;
            }
        }
    }

    @Override
    public void close() throws IOException {
        sockets.close();
    }
}
