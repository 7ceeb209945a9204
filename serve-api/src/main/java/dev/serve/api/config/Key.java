package dev.serve.api.config;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one description of a configuration key: name, type, unit, default, range, reload class, since
 * when it is there, and meaning. Binding, validation, presets and the reference page are all made
 * from it. Immutable.
 *
 * @param <T> the Java type of the value
 */
public final class Key<T> {

    private static final String FIRST_VERSION = "0.1";

    private final String name;
    private final ValueType<T> type;
    private final @Nullable T defaultValue;
    private final String defaultText;
    private final String range;
    private final Predicate<T> inRange;
    private final Reload reload;
    private final boolean secret;
    private final String since;
    private final String doc;

    private Key(Builder<T> builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.defaultValue = builder.defaultValue;
        this.defaultText = builder.defaultText != null ? builder.defaultText : printed(builder);
        this.range = builder.range;
        this.inRange = builder.inRange;
        this.reload = builder.reload;
        this.secret = builder.secret;
        this.since = builder.since;
        this.doc = builder.doc;
        if (doc.isEmpty()) {
            throw new IllegalArgumentException(name + ": a key without a doc");
        }
        if (defaultValue != null) {
            check(defaultValue);
        }
    }

    private static <T> String printed(Builder<T> builder) {
        T value = builder.defaultValue;
        return value == null ? "none" : builder.type.print(value);
    }

    /** Starts a key with its name (lower-case words with dashes) and type. */
    public static <T> Builder<T> of(String name, ValueType<T> type) {
        return new Builder<>(name, type);
    }

    /** The last part of the full key, such as {@code max-connections}. */
    public String name() {
        return name;
    }

    public ValueType<T> type() {
        return type;
    }

    /**
     * The default.
     *
     * @throws IllegalStateException if the key has none: check {@link #hasDefault} first
     */
    public T defaultValue() {
        if (defaultValue == null) {
            throw new IllegalStateException(name + " has no default");
        }
        return defaultValue;
    }

    public boolean hasDefault() {
        return defaultValue != null;
    }

    /** The default as the reference page prints it; {@code none} where there is none. */
    public String defaultText() {
        return defaultText;
    }

    /**
     * The allowed values as a phrase, such as {@code 1 to 1000000}; empty where the type says it
     * all.
     */
    public String range() {
        return range;
    }

    public Reload reload() {
        return reload;
    }

    /** Whether the value is masked in dumps, errors and logs. */
    public boolean secret() {
        return secret;
    }

    /** The first version that has the key, such as {@code 0.1}. */
    public String since() {
        return since;
    }

    public String doc() {
        return doc;
    }

    /** What a value must be, as the phrase behind "expected:": type and range. */
    public String expected() {
        return range.isEmpty() ? type.expected() : type.expected() + " " + range;
    }

    /**
     * Returns {@code value} if it is in range.
     *
     * @throws IllegalArgumentException if not, naming the key, the value and the range
     */
    public T check(T value) {
        if (!inRange.test(value)) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + (secret
                                    ? SecretValues.MASK
                                    : SecretValues.withoutUserInfo(type.print(value)))
                            + " (expected: "
                            + expected()
                            + ")");
        }
        return value;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Makes a key. Not thread-safe. */
    public static final class Builder<T> {
        private final String name;
        private final ValueType<T> type;
        private @Nullable T defaultValue;
        private @Nullable String defaultText;
        private String range = "";
        private Predicate<T> inRange = value -> true;
        private Reload reload = Reload.RESTART;
        private boolean secret;
        private String since = FIRST_VERSION;
        private String doc = "";

        private Builder(String name, ValueType<T> type) {
            this.name = name;
            this.type = type;
        }

        public Builder<T> defaultValue(T value) {
            this.defaultValue = value;
            return this;
        }

        /**
         * What the reference page says of a default that depends on something else, such as {@code
         * by profile}.
         */
        public Builder<T> defaultText(String text) {
            this.defaultText = text;
            return this;
        }

        /**
         * Allowed values, as a phrase that follows the type's own ("an integer" + "from 0 to
         * 65535") and as a test.
         */
        public Builder<T> range(String phrase, Predicate<T> test) {
            this.range = phrase;
            this.inRange = test;
            return this;
        }

        /**
         * Applied to the running server; without this call a key needs a restart of its listener.
         */
        public Builder<T> runtime() {
            this.reload = Reload.RUNTIME;
            return this;
        }

        /** Masked wherever values are shown. */
        public Builder<T> secret() {
            this.secret = true;
            return this;
        }

        /** The first version that has the key; without this call it is the first of all, 0.1. */
        public Builder<T> since(String version) {
            this.since = version;
            return this;
        }

        /** The meaning, in one or two sentences. */
        public Builder<T> doc(String doc) {
            this.doc = doc;
            return this;
        }

        /**
         * Makes the key.
         *
         * @throws IllegalArgumentException if there is no doc, or the default is out of range
         */
        public Key<T> build() {
            return new Key<>(this);
        }
    }

    /** An integer from {@code min} to {@code max}, both allowed. */
    public static Builder<Integer> integer(String name, int min, int max) {
        return of(name, ValueTypes.INTEGER)
                .range("from " + min + " to " + max, value -> value >= min && value <= max);
    }

    /** A size in bytes from {@code min} to {@code max}, both allowed. */
    public static Builder<Long> size(String name, long min, long max) {
        return of(name, ValueTypes.SIZE)
                .range(
                        "from " + ValueTypes.SIZE.print(min) + " to " + ValueTypes.SIZE.print(max),
                        value -> value >= min && value <= max);
    }
}
