package dev.serve.api.config;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the process logs. Immutable; make one with {@link #builder()}.
 *
 * @param levels the level of a logger and of those below it, by its name, sorted by name; {@code
 *     root} is the one above all
 * @param format how lines are written
 * @param repeats how long a repeated warning is counted and not written
 * @param maxSize how many bytes a file of lines may have
 * @param keep how many full ones are kept
 */
public record LogConfig(
        Map<String, Level> levels, LogFormat format, Duration repeats, long maxSize, int keep) {

    /** The name of the logger that all others are below. */
    public static final String ROOT = "root";

    private static final ValueType<Level> LEVEL = levelType();
    private static final ValueType<String> LOGGER = new LoggerName();

    /** Key {@code log.levels}. */
    public static final Key<String> LEVELS =
            Key.of("levels", ValueTypes.TEXT)
                    .range("that is TRACE, DEBUG, INFO, WARN, ERROR or OFF", LogConfig::isLevel)
                    .defaultText("{}")
                    .runtime()
                    .doc(
                            "Levels of loggers by name, as in dev.serve.http: DEBUG; root is the one above all. A logger that is taken out logs as it did before. It is for Logback, which the distribution has.")
                    .build();

    /** Key {@code log.format}. */
    public static final Key<LogFormat> FORMAT =
            Key.of("format", ValueTypes.oneOf(LogFormat.class, Map.of()))
                    .defaultValue(LogFormat.AUTO)
                    .runtime()
                    .doc(
                            "How lines of the log are written from the start of the server on: text, or each as one JSON object; auto is JSON in the profile production and text elsewhere. It is for Logback, which the distribution has. The access log has a key of its own.")
                    .build();

    /** Key {@code log.repeats}. */
    public static final Key<Duration> REPEATS =
            Key.of("repeats", ValueTypes.DURATION)
                    .range(
                            "from 0s to 1h",
                            value ->
                                    !value.isNegative()
                                            && value.compareTo(Duration.ofHours(1)) <= 0)
                    .defaultValue(Duration.ofSeconds(10))
                    .runtime()
                    .doc(
                            "How long a warning or an error of Serve or Helidon that is told again, but for its numbers and ids, is counted and not written; then one line says how often. 0s writes each. Lines of the application are always written.")
                    .build();

    /** Key {@code log.max-size}. */
    public static final Key<Long> MAX_SIZE =
            Key.size("max-size", 1 << 10, 1L << 40)
                    .defaultValue(16L << 20)
                    .runtime()
                    .doc(
                            "Size at which a file of lines is full: run/serve.log, which serve start writes, and that of the access log. It is kept as .1 beside it, and a new one begins.")
                    .build();

    /** Key {@code log.keep}. */
    public static final Key<Integer> KEEP =
            Key.integer("keep", 0, 1_000)
                    .defaultValue(4)
                    .runtime()
                    .doc("Full files that are kept, the oldest with the greatest number.")
                    .build();

    /** The keys of {@code log}. */
    public static final Schema<LogConfig, Builder> SCHEMA =
            new Schema<>(
                    "log",
                    LogConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.FreeMap<>(
                                    LEVELS,
                                    LOGGER,
                                    (builder, texts) -> builder.levels(levels(texts)),
                                    config -> texts(config.levels())),
                            new Schema.Value<>(FORMAT, Builder::format, LogConfig::format),
                            new Schema.Value<>(REPEATS, Builder::repeats, LogConfig::repeats),
                            new Schema.Value<>(MAX_SIZE, Builder::maxSize, LogConfig::maxSize),
                            new Schema.Value<>(KEEP, Builder::keep, LogConfig::keep)));

    /** Copies the map and checks names and ranges. */
    public LogConfig {
        Map<String, Level> sorted = new TreeMap<>();
        levels.forEach((name, level) -> sorted.put(LOGGER.parse(name), LEVEL.parse(level.name())));
        levels = Collections.unmodifiableMap(sorted);
        FORMAT.check(format);
        REPEATS.check(repeats);
        MAX_SIZE.check(maxSize);
        KEEP.check(keep);
    }

    private static ValueType<Level> levelType() {
        Map<Level, String> words = new LinkedHashMap<>();
        Map<String, Level> aliases = new LinkedHashMap<>();
        for (Level level : Level.values()) {
            if (level != Level.ALL) {
                String word = word(level);
                words.put(level, word);
                aliases.put(word.toLowerCase(Locale.ROOT), level);
            }
        }
        aliases.put("WARNING", Level.WARNING);
        aliases.put("warning", Level.WARNING);
        return ValueTypes.oneOf(words, aliases);
    }

    /** How a level is spelled in a configuration: {@code WARN} is {@link Level#WARNING}. */
    public static String word(Level level) {
        return level == Level.WARNING ? "WARN" : level.name();
    }

    private static boolean isLevel(String text) {
        try {
            LEVEL.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Level> levels(Map<String, String> texts) {
        Map<String, Level> levels = new TreeMap<>();
        texts.forEach((name, text) -> levels.put(name, LEVEL.parse(text)));
        return levels;
    }

    private static Map<String, String> texts(Map<String, Level> levels) {
        Map<String, String> texts = new LinkedHashMap<>();
        levels.forEach((name, level) -> texts.put(name, LEVEL.print(level)));
        return texts;
    }

    /**
     * A builder with the defaults: every level, and the format, is as the log's own configuration
     * has it.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .levels(levels)
                .format(format)
                .repeats(repeats)
                .maxSize(maxSize)
                .keep(keep);
    }

    /** A name like {@code dev.serve.http}. */
    private record LoggerName() implements ValueType<String> {

        @Override
        public String name() {
            return "name of a logger";
        }

        @Override
        public String expected() {
            return "the name of a logger, such as dev.serve.http or root";
        }

        @Override
        public String parse(String text) {
            if (!text.matches("[\\w$]+(\\.[\\w$]+)*")) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" (expected: " + expected() + ")");
            }
            return text.equalsIgnoreCase(ROOT) ? ROOT : text;
        }

        @Override
        public String print(String value) {
            return value;
        }
    }

    /** Makes a {@link LogConfig}. Not thread-safe. */
    public static final class Builder {
        private Map<String, Level> levels = Map.of();
        private LogFormat format = FORMAT.defaultValue();
        private Duration repeats = REPEATS.defaultValue();
        private long maxSize = MAX_SIZE.defaultValue();
        private int keep = KEEP.defaultValue();

        private Builder() {}

        /**
         * Key {@code log.levels}; default none; by the name of the logger, {@code root} for all;
         * applied at runtime.
         */
        public Builder levels(Map<String, Level> levels) {
            this.levels = levels;
            return this;
        }

        /** Key {@code log.format}; default {@link LogFormat#AUTO}; applied at runtime. */
        public Builder format(LogFormat format) {
            this.format = format;
            return this;
        }

        /** Key {@code log.repeats}; default 10 s; 0 to 1 h; applied at runtime. */
        public Builder repeats(Duration repeats) {
            this.repeats = repeats;
            return this;
        }

        /** Key {@code log.max-size}; in bytes; default 16 MiB; 1 KiB to 1 TiB; at runtime. */
        public Builder maxSize(long maxSize) {
            this.maxSize = maxSize;
            return this;
        }

        /** Key {@code log.keep}; default 4; 0 to 1000; applied at runtime. */
        public Builder keep(int keep) {
            this.keep = keep;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a name is none of a logger, or a level is {@code
         *     ALL}, or a value is out of range
         */
        public LogConfig build() {
            return new LogConfig(levels, format, repeats, maxSize, keep);
        }
    }
}
