package dev.serve.bench.load;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The value in the middle, which a few disturbed runs do not move. */
final class Medians {

    private Medians() {}

    /** The median of a figure; of an even number of them, the mean of the middle two. */
    static <T> double of(Collection<T> all, ToDoubleFunction<? super T> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
