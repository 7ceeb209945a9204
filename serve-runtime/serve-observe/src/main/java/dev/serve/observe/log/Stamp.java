package dev.serve.observe.log;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time in lines, in UTC to the millisecond. Whole seconds are made into text once: that is most
 * of the work, and thousands of lines share it. Any thread.
 */
final class Stamp {

    private static final int SECOND_MILLIS = 1_000;

    private final InstantSource clock;
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    Stamp(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A second, as far as its decimal point.
     *
     * @param number since 1970
     */
    private record Second(long number, String text) {

        static Second of(long number) {
            String text = Instant.ofEpochSecond(number).toString();
            return new Second(number, text.substring(0, text.length() - 1) + ".");
        }
    }

    /** Writes what time it is. */
    void appendTo(StringBuilder text) {
        long now = clock.millis();
        long number = Math.floorDiv(now, SECOND_MILLIS);
        Second second = last;
        if (second.number != number) {
            second = Second.of(number);
            last = second;
        }
        int millis = Math.floorMod(now, SECOND_MILLIS);
        text.append(second.text);
        text.append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append('Z');
    }
}
