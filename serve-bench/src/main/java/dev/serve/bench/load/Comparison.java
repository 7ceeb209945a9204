package dev.serve.bench.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of one row, each with both sides right after one another. A ratio is taken within a round,
 * so that what disturbs the machine for a while meets both. Not thread-safe.
 */
final class Comparison {

    /**
     * One side of one round.
     *
     * @param sample what the client saw
     * @param cpu what the server's process used meanwhile
     */
    record Measured(Sample sample, Duration cpu) {

        double cpuMicrosPerRequest() {
            return cpu.toNanos() / 1e3 / Math.max(1, sample.requests());
        }
    }

    private final Side side;
    private final List<Measured> ours = new ArrayList<>();
    private final List<Measured> raw = new ArrayList<>();

    /**
     * A comparison with raw Helidon.
     *
     * @param side what is compared
     */
    Comparison(Side side) {
        this.side = side;
    }

    void add(Side whose, Measured measured) {
        (whose == Side.RAW ? raw : ours).add(measured);
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "  %-8s %12s %16s %10s %10s %9s%n",
                "",
                "requests/s",
                "CPU us/request",
                "p50 us",
                "p99 us",
                "failures");
        printSide(out, side, ours);
        printSide(out, Side.RAW, raw);
        out.printf(
                Locale.ROOT,
                "  %-8s %s requests/s, %s CPU per request, %.3f over all rounds, %s p99%n",
                "ratio",
                ratio(measured -> measured.sample().requestsPerSecond()),
                ratio(Measured::cpuMicrosPerRequest),
                cpuOverAll(ours) / cpuOverAll(raw),
                ratio(measured -> measured.sample().p99Micros()));
        out.flush();
    }

    private static void printSide(PrintWriter out, Side side, List<Measured> rounds) {
        out.printf(
                Locale.ROOT,
                "  %-8s %12.0f %16.2f %10.0f %10.0f %9d%n",
                side.label(),
                Medians.of(rounds, measured -> measured.sample().requestsPerSecond()),
                Medians.of(rounds, Measured::cpuMicrosPerRequest),
                Medians.of(rounds, measured -> measured.sample().p50Micros()),
                Medians.of(rounds, measured -> measured.sample().p99Micros()),
                rounds.stream().mapToLong(measured -> measured.sample().failures()).sum());
    }

    /**
     * CPU time per request of all rounds together: it counts long, which evens out the steps in
     * which the kernel counts.
     */
    private static double cpuOverAll(List<Measured> rounds) {
        double nanos = rounds.stream().mapToLong(measured -> measured.cpu().toNanos()).sum();
        return nanos / rounds.stream().mapToLong(measured -> measured.sample().requests()).sum();
    }

    /** The median of the rounds' ratios, ours to raw, with the lowest and the highest. */
    private String ratio(ToDoubleFunction<Measured> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < raw.size(); round++) {
            ratios.add(
                    figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(raw.get(round)));
        }
        ratios.sort(null);
        return String.format(
                Locale.ROOT,
                "%.3f (%.2f to %.2f)",
                Medians.of(ratios, Double::doubleValue),
                ratios.getFirst(),
                ratios.getLast());
    }
}
