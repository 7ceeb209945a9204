package dev.serve.api.config;

/**
 * How a value of one type is written in a configuration file, read and described. Immutable; any
 * thread may use it.
 *
 * @param <T> the Java type of the value
 */
public interface ValueType<T> {

    /** The type's name in the reference page, such as {@code duration}. */
    String name();

    /**
     * The unit of a bare number in errors and in the reference page, such as {@code bytes}; empty
     * where there is none.
     */
    default String unit() {
        return "";
    }

    /**
     * What a value looks like, as the phrase behind "expected:", such as {@code a duration like
     * 500ms or 30s}.
     */
    String expected();

    /**
     * Whether a value is a list: in YAML a sequence, in text its items with commas between them.
     */
    default boolean isList() {
        return false;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the text is not a value of this type
     */
    T parse(String text);

    /** Writes a value so that {@link #parse} reads the same one. */
    String print(T value);
}
