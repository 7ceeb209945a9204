package dev.serve.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time that somebody is ready to wait. */
final class Seconds implements ITypeConverter<Duration> {

    /** Constructed by picocli. */
    Seconds() {}

    @Override
    public Duration convert(String value) {
        try {
            long seconds = Long.parseLong(value);
            if (seconds >= 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // As one that is less than nothing.
        }
        throw new TypeConversionException("\"" + value + "\" (expected: seconds, 0 or more)");
    }
}
