package dev.serve.observe.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Counts lines that repeat. At most 1000 different ones are known at a time; of others each counts
 * as new. Any thread.
 */
final class Repeats {

    private static final int MOST = 1_000;

    /** Numbers, alone or in hexadecimal ids. */
    private static final Pattern NUMBERS =
            Pattern.compile("(?<![0-9a-f])[a-f]*+[0-9][0-9a-f]*+"); // each run is looked at once

    private final LongSupplier nanoTime;
    private final Map<String, Line> lines = new HashMap<>(); // guarded by this
    private boolean telling; // guarded by this

    Repeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Line {

        private final String text;
        private final long began;
        private final long ends;
        private long count;

        Line(String text, long began, long ends) {
            this.text = text;
            this.began = began;
            this.ends = ends;
        }

        String sum(long now) {
            return "repeated "
                    + count
                    + " times in the last "
                    + Math.max(1, TimeUnit.NANOSECONDS.toSeconds(now - began))
                    + " s: "
                    + text;
        }
    }

    /**
     * Whether a line is to be written; else it is counted.
     *
     * @param name of whom it is, and of what
     */
    synchronized boolean isNew(String name, String text, Duration window) {
        String key = name + NUMBERS.matcher(text).replaceAll("#");
        long now = nanoTime.getAsLong();
        Line known = lines.get(key);
        if (known != null && (known.count > 0 || now - known.ends < 0)) {
            known.count++;
            return false;
        }
        if (lines.size() >= MOST) {
            lines.values().removeIf(line -> line.count == 0 && now - line.ends >= 0);
        }
        if (lines.size() < MOST) {
            lines.put(key, new Line(text, now, now + window.toNanos()));
        }
        return true;
    }

    /** Whether the caller is to tell what is {@link #due}: nobody else does. */
    synchronized boolean begins() {
        boolean alone = !telling;
        telling = true;
        return alone;
    }

    /** How long until something is due; empty if nothing is counted, and the caller is done. */
    synchronized Optional<Duration> left() {
        long now = nanoTime.getAsLong();
        Optional<Duration> left =
                lines.values().stream()
                        .filter(line -> line.count > 0)
                        .map(line -> Duration.ofNanos(Math.max(0, line.ends - now)))
                        .min(Comparator.naturalOrder());
        telling = left.isPresent();
        return left;
    }

    /** Sums of the lines whose time is over, which are new again. */
    synchronized List<String> due() {
        List<String> sums = new ArrayList<>();
        long now = nanoTime.getAsLong();
        lines.values()
                .removeIf(
                        line -> {
                            boolean over = now - line.ends >= 0;
                            if (over && line.count > 0) {
                                sums.add(line.sum(now));
                            }
                            return over;
                        });
        return sums;
    }
}
