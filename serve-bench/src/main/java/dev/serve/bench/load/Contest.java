package dev.serve.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of a command whose sides keep their connections through all rounds, and those rounds:
 * every side is started and warmed up, then each has its turn, again and again.
 */
final class Contest extends RoundOptions {

    @Option(names = "--warmup", description = "Milliseconds of each side before the rounds.")
    private int warmup = 6_000;

    private @Nullable Processors processors;

    /** Traffic through connections that are open. */
    interface Load extends Closeable {

        /** Runs for a time. */
        Sample run(Duration time) throws IOException;
    }

    /**
     * Who takes part.
     *
     * @param <S> the sides
     */
    interface Sides<S> {

        /** Starts the server of a side. */
        ServerProcess start(S side, Processors processors, List<String> jvm) throws IOException;

        /** Opens connections to it. */
        Load open(S side, int port) throws IOException;
    }

    /**
     * Parts the processors; what is measured from now on runs there.
     *
     * @return what was done, for the first line of a table
     */
    String prepare() throws IOException, InterruptedException {
        processors = processors();
        return "Java %s; %s; %s".formatted(Runtime.version(), processors, this);
    }

    /** What each side did in each round; every side has the same rounds. */
    <S extends Enum<S>> Map<S, List<Comparison.Measured>> measure(
            Class<S> type, Set<S> sides, Sides<S> contestants) throws IOException {
        Map<S, List<Comparison.Measured>> measured = new EnumMap<>(type);
        sides.forEach(side -> measured.put(side, new ArrayList<>()));
        for (int fork = 0; fork < forks(); fork++) {
            measureOnce(measured, contestants);
        }
        return measured;
    }

    private <S extends Enum<S>> void measureOnce(
            Map<S, List<Comparison.Measured>> measured, Sides<S> contestants) throws IOException {
        List<Running<S>> running = new ArrayList<>();
        try {
            for (S side : measured.keySet()) {
                Running<S> started =
                        new Running<>(
                                side,
                                contestants.start(side, Objects.requireNonNull(processors), jvm()));
                running.add(started);
                started.load = contestants.open(side, started.server.port());
                var _ = started.load.run(Duration.ofMillis(warmup));
            }
            for (int round = 0; round < rounds(); round++) {
                for (Running<S> each : running) {
                    Duration before = each.server.cpu();
                    Sample sample = Objects.requireNonNull(each.load).run(time());
                    Objects.requireNonNull(measured.get(each.side))
                            .add(new Comparison.Measured(sample, each.server.cpu().minus(before)));
                }
            }
        } finally {
            for (Running<S> each : running) {
                each.close();
            }
        }
    }

    /** A side with its server, and with connections once it has some. */
    private static final class Running<S> {

        private final S side;
        private final ServerProcess server;
        private @Nullable Load load;

        Running(S side, ServerProcess server) {
            this.side = side;
            this.server = server;
        }

        void close() throws IOException {
            try (server) {
                if (load != null) {
                    load.close();
                }
            }
        }
    }

    /** The median of the rounds' ratios, with the lowest and the highest. */
    static String ratio(
            List<Comparison.Measured> side,
            List<Comparison.Measured> raw,
            ToDoubleFunction<Comparison.Measured> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < raw.size(); round++) {
            ratios.add(
                    figure.applyAsDouble(side.get(round)) / figure.applyAsDouble(raw.get(round)));
        }
        ratios.sort(null);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                Medians.of(ratios, Double::doubleValue),
                ratios.getFirst(),
                ratios.getLast());
    }
}
