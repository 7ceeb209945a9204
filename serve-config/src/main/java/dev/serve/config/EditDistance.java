package dev.serve.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** How far apart two words are, in letters typed wrong. */
final class EditDistance {

    private EditDistance() {}

    /**
     * The nearest of {@code known}, the first among equals; empty when none is near enough to be
     * what was meant: a third of the letters may be wrong.
     */
    static Optional<String> nearest(String word, Stream<String> known) {
        return known.filter(other -> isNear(word, other))
                .min(Comparator.comparingInt(other -> of(word, other)));
    }

    /** Whether one may be a slip for the other. */
    static boolean isNear(String word, String other) {
        return of(word, other) <= Math.max(1, Math.max(word.length(), other.length()) / 3);
    }

    /**
     * Letters inserted, left out, changed, or swapped with their neighbour (optimal string
     * alignment).
     */
    static int of(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
