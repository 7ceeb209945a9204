package dev.serve.bench.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of one row, each with all sides right after one another. A ratio is taken within a round,
 * so that what disturbs the machine for a while meets all. Not thread-safe.
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

    private final Map<Side, List<Measured>> rounds = new LinkedHashMap<>();

    /**
     * A comparison with raw Helidon.
     *
     * @param sides what is compared, raw Helidon among them
     */
    Comparison(List<Side> sides) {
        sides.forEach(side -> rounds.put(side, new ArrayList<>()));
    }

    void add(Side side, Measured measured) {
        of(side).add(measured);
    }

    private List<Measured> of(Side side) {
        return Objects.requireNonNull(rounds.get(side), side.label());
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
        rounds.forEach((side, measured) -> printSide(out, side, measured));
        for (Side side : rounds.keySet()) {
            if (side != Side.RAW) {
                printRatio(out, side);
            }
        }
        out.flush();
    }

    private void printRatio(PrintWriter out, Side side) {
        out.printf(
                Locale.ROOT,
                "  %-8s %s requests/s, %s CPU per request, %.3f over all rounds, %s p99 (%s)%n",
                "ratio",
                ratio(side, measured -> measured.sample().requestsPerSecond()),
                ratio(side, Measured::cpuMicrosPerRequest),
                cpuOverAll(of(side)) / cpuOverAll(of(Side.RAW)),
                ratio(side, measured -> measured.sample().p99Micros()),
                side.label());
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

    /** The median of the rounds' ratios, to raw, with the lowest and the highest. */
    private String ratio(Side side, ToDoubleFunction<Measured> figure) {
        List<Measured> measured = of(side);
        List<Measured> raw = of(Side.RAW);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < raw.size(); round++) {
            ratios.add(
                    figure.applyAsDouble(measured.get(round))
                            / figure.applyAsDouble(raw.get(round)));
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
