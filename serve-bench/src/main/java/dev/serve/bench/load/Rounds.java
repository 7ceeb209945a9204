package dev.serve.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of traffic to servers of several sides: all are started and warmed up, then each in
 * turn.
 */
final class Rounds {

    /** Makes the traffic for a while. */
    interface Traffic {

        /**
         * Runs against a server on loopback.
         *
         * @throws IOException if no connection can be made, or the client cannot be run
         * @throws InterruptedException if interrupted while it runs
         */
        Sample run(int port, Duration time) throws IOException, InterruptedException;
    }

    private static final Duration WARMUP_AT_MOST = Duration.ofMinutes(1);

    private final RoundOptions options;
    private final Processors processors;

    /**
     * Rounds as the options say.
     *
     * @param processors where servers run
     */
    Rounds(RoundOptions options, Processors processors) {
        this.options = options;
        this.processors = processors;
    }

    /**
     * Measures all sides.
     *
     * @param keys directory of keys for TLS; null for plain HTTP
     * @param warmup requests before the first round
     * @throws IOException if a server or the client cannot be run, or nothing is answered
     * @throws InterruptedException if interrupted meanwhile
     */
    Comparison measure(List<Side> sides, @Nullable Path keys, int warmup, Traffic traffic)
            throws IOException, InterruptedException {
        Comparison comparison = new Comparison(sides);
        for (int fork = 0; fork < options.forks(); fork++) {
            Map<Side, ServerProcess> servers = new EnumMap<>(Side.class);
            try {
                for (Side side : sides) {
                    servers.put(side, ServerProcess.start(side, processors, options.jvm(), keys));
                }
                for (ServerProcess server : servers.values()) {
                    warmUp(server, warmup, traffic);
                }
                for (int round = 0; round < options.rounds(); round++) {
                    for (Map.Entry<Side, ServerProcess> server : servers.entrySet()) {
                        comparison.add(server.getKey(), run(server.getValue(), traffic));
                    }
                }
            } finally {
                for (ServerProcess server : servers.values()) {
                    server.close();
                }
            }
        }
        return comparison;
    }

    /** By requests, since a busy machine compiles as late as it answers. */
    private void warmUp(ServerProcess server, int warmup, Traffic traffic)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + WARMUP_AT_MOST.toNanos();
        long answered = 0;
        while (answered < warmup && System.nanoTime() < end) {
            // A cold server may not answer within a round: 64 handshakes come at once.
            answered += traffic.run(server.port(), options.time()).requests();
        }
    }

    private Comparison.Measured run(ServerProcess server, Traffic traffic)
            throws IOException, InterruptedException {
        Duration before = server.cpu();
        Sample sample = traffic.run(server.port(), options.time());
        if (sample.requests() == 0) {
            throw new IOException("port " + server.port() + ": no answer (expected: at least one)");
        }
        return new Comparison.Measured(sample, server.cpu().minus(before));
    }
}
