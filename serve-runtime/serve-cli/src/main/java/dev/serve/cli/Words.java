package dev.serve.cli;

import java.time.Duration;
import java.util.Locale;

/** Figures in words. */
final class Words {

    private Words() {}

    /** {@code no request}, {@code 1 request}, {@code 2 requests}. */
    static String counted(int count, String what) {
        return switch (count) {
            case 0 -> "no " + what;
            case 1 -> "1 " + what;
            default -> count + " " + what + "s";
        };
    }

    /** {@code 1.20 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1_000.0);
    }

    /** Such as {@code 12 s}, {@code 3 m 12 s}, {@code 2 h 5 m}, {@code 4 d 1 h}. */
    static String age(Duration age) {
        if (age.toMinutes() == 0) {
            return age.toSeconds() + " s";
        }
        if (age.toHours() == 0) {
            return age.toMinutes() + " m " + age.toSecondsPart() + " s";
        }
        return age.toDays() == 0
                ? age.toHours() + " h " + age.toMinutesPart() + " m"
                : age.toDays() + " d " + age.toHoursPart() + " h";
    }
}
