package dev.serve.api.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen: {@code 100/s}, {@code 6000/m}, {@code 10/h}. Immutable.
 *
 * @param count how many; at least 1
 * @param per in which time; more than 0
 */
public record Rate(long count, Duration per) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*/\\s*(s|m|h)");

    /** Checks both. */
    public Rate {
        if (count < 1 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException(
                    count + " in " + per + " (expected: at least 1, in more than no time)");
        }
    }

    /** So many a second. */
    public static Rate perSecond(long count) {
        return new Rate(count, Duration.ofSeconds(1));
    }

    /**
     * Reads a rate.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Rate parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: a rate like 100/s)");
        }
        Duration per =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    default -> Duration.ofHours(1);
                };
        return new Rate(Long.parseLong(matcher.group(1)), per);
    }

    /** As {@link #parse} reads it, where the time is a second, a minute or an hour. */
    @Override
    public String toString() {
        if (per.equals(Duration.ofSeconds(1))) {
            return count + "/s";
        }
        if (per.equals(Duration.ofMinutes(1))) {
            return count + "/m";
        }
        return per.equals(Duration.ofHours(1)) ? count + "/h" : count + "/" + per;
    }
}
