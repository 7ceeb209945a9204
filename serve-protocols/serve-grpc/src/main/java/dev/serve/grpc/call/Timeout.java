package dev.serve.grpc.call;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The value of grpc-timeout: at most eight digits and a unit. Stateless. */
final class Timeout {

    private static final int DIGITS = 8;

    private Timeout() {}

    /** Reads one; empty if it is none. */
    static OptionalLong nanos(String value) {
        int digits = value.length() - 1;
        if (digits < 1 || digits > DIGITS) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            number = 10 * number + (c - '0');
        }
        return switch (value.charAt(digits)) {
            case 'H' -> OptionalLong.of(TimeUnit.HOURS.toNanos(number));
            case 'M' -> OptionalLong.of(TimeUnit.MINUTES.toNanos(number));
            case 'S' -> OptionalLong.of(TimeUnit.SECONDS.toNanos(number));
            case 'm' -> OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(number));
            case 'u' -> OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(number));
            case 'n' -> OptionalLong.of(number);
            default -> OptionalLong.empty();
        };
    }
}
