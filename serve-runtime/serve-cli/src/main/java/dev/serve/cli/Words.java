package dev.serve.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Figures and other things in words. */
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

    /** What each says of itself. */
    static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
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

    static String bytes(long count) {
        return bytes((double) count);
    }

    /** Such as {@code 812 B}, {@code 1.2 KiB}, {@code 34 MiB}. */
    static String bytes(double count) {
        String unit = "B";
        double figure = count;
        for (String next : List.of("KiB", "MiB", "GiB", "TiB")) {
            if (figure < 1024) {
                break;
            }
            figure /= 1024;
            unit = next;
        }
        return figure(unit.equals("B") ? Math.rint(figure) : figure) + " " + unit;
    }

    /** Two or more digits: {@code 0.12}, {@code 1.2}, {@code 12}, {@code 12345}. */
    static String figure(double value) {
        int decimals = value == Math.rint(value) || value >= 10 ? 0 : value < 0.1 ? 2 : 1;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A text in as many columns as there are; what is cut off is said. */
    static String cut(String text, int room) {
        return text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + "…";
    }
}
