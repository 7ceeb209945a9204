package dev.serve.api.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The value types that keys are made of. */
public final class ValueTypes {

    /** Any text. */
    public static final ValueType<String> TEXT =
            type("text", "", "text", Function.identity(), Function.identity());

    /** A whole number. */
    public static final ValueType<Integer> INTEGER =
            type("integer", "", "an integer", ValueTypes::integer, Object::toString);

    /** {@code true} or {@code false}. */
    public static final ValueType<Boolean> BOOLEAN =
            type("boolean", "", "true or false", ValueTypes::bool, Object::toString);

    /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h} or ISO-8601 ({@code PT30S}). */
    public static final ValueType<Duration> DURATION =
            type(
                    "duration",
                    "",
                    "a duration like 500ms, 30s, 5m or PT30S",
                    ValueTypes::duration,
                    ValueTypes::print);

    /** {@code 512B}, {@code 64KiB}, {@code 4MiB}, {@code 1GiB}, or a bare number of bytes. */
    public static final ValueType<Long> SIZE =
            type(
                    "size",
                    "bytes",
                    "a size like 512B, 64KiB or 4MiB",
                    ValueTypes::size,
                    ValueTypes::printSize);

    /** {@code 100/s}, {@code 6000/m} or {@code 10/h}. */
    public static final ValueType<Rate> RATE =
            type("rate", "", "a rate like 100/s or 6000/m", Rate::parse, Rate::toString);

    /** {@code 240B/s}, {@code 1KiB/s}, or {@code none}, which is 0. */
    public static final ValueType<Long> BYTE_RATE =
            type(
                    "rate of bytes",
                    "bytes a second",
                    "a rate like 240B/s or 1KiB/s, or none",
                    ValueTypes::byteRate,
                    ValueTypes::printByteRate);

    /** A block of IP addresses like {@code 10.0.0.0/8}; an address alone is a block of one. */
    public static final ValueType<Cidr> CIDR =
            type(
                    "CIDR",
                    "",
                    "a block of addresses like 10.0.0.0/8 or 2001:db8::/32",
                    Cidr::parse,
                    Cidr::toString);

    /** Seconds, about three thousand years; longer ones are written as ISO-8601. */
    private static final long LONGEST_IN_WORDS = 100_000_000_000L;

    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE_TEXT = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB)?");
    private static final Pattern LIST_SEPARATOR = Pattern.compile(",");

    private ValueTypes() {}

    /**
     * One word of a fixed set: the constants of an enum in lower case with dashes, and aliases for
     * some.
     */
    public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type, Map<String, E> aliases) {
        Map<E, String> words = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            words.put(constant, constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return oneOf(words, aliases);
    }

    /** One word of a fixed set: the word of each value, in order, and aliases for some. */
    public static <E> ValueType<E> oneOf(Map<E, String> words, Map<String, E> aliases) {
        Map<String, E> known =
                words.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        known.putAll(aliases);
        return type(
                "word",
                "",
                "one of " + String.join(", ", words.values()),
                text -> {
                    E constant = known.get(text.trim());
                    if (constant == null) {
                        throw new IllegalArgumentException(text);
                    }
                    return constant;
                },
                words::get);
    }

    /** A list; in text form its items are separated by commas. */
    public static <T> ValueType<List<T>> listOf(ValueType<T> item) {
        return new ListType<>(item);
    }

    private static Integer integer(String text) {
        return Integer.valueOf(text.trim());
    }

    private static Boolean bool(String text) {
        return switch (text.trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration duration(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION_TEXT.matcher(trimmed);
        if (!matcher.matches()) {
            return Duration.parse(trimmed);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String print(Duration value) {
        if (value.isZero()) {
            return "0s";
        }
        boolean inWords =
                value.getNano() % 1_000_000 == 0
                        && value.getSeconds() >= 0
                        && value.getSeconds() <= LONGEST_IN_WORDS;
        if (!inWords) {
            return value.toString();
        }
        long millis = value.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + "m" : seconds + "s";
    }

    private static Long size(String text) {
        Matcher matcher = SIZE_TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        return switch (unit) {
            case "KiB" -> Math.multiplyExact(amount, 1L << 10);
            case "MiB" -> Math.multiplyExact(amount, 1L << 20);
            case "GiB" -> Math.multiplyExact(amount, 1L << 30);
            default -> amount;
        };
    }

    private static Long byteRate(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("none")) {
            return 0L;
        }
        return size(trimmed.endsWith("/s") ? trimmed.substring(0, trimmed.length() - 2) : trimmed);
    }

    private static String printByteRate(Long value) {
        return value == 0 ? "none" : printSize(value) + "/s";
    }

    private static String printSize(Long value) {
        long bytes = value;
        if (bytes != 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes != 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes != 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    private static <T> ValueType<T> type(
            String name,
            String unit,
            String expected,
            Function<String, T> parse,
            Function<T, String> print) {
        return new Simple<>(name, unit, expected, parse, print);
    }

    private record Simple<T>(
            String name,
            String unit,
            String expected,
            Function<String, T> parser,
            Function<T, String> printer)
            implements ValueType<T> {

        @Override
        public T parse(String text) {
            try {
                return parser.apply(text);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "\""
                                + SecretValues.withoutUserInfo(text)
                                + "\" (expected: "
                                + expected
                                + ")",
                        e);
            }
        }

        @Override
        public String print(T value) {
            return printer.apply(value);
        }
    }

    private record ListType<T>(ValueType<T> item) implements ValueType<List<T>> {

        @Override
        public String name() {
            return "list of " + item.name();
        }

        @Override
        public String unit() {
            return item.unit();
        }

        @Override
        public String expected() {
            return "a list of " + item.name() + " values";
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public List<T> parse(String text) {
            if (text.isBlank()) {
                return List.of();
            }
            return Arrays.stream(LIST_SEPARATOR.split(text, -1))
                    .map(String::trim)
                    .map(item::parse)
                    .toList();
        }

        @Override
        public String print(List<T> value) {
            return value.stream().map(item::print).collect(Collectors.joining(", "));
        }
    }
}
