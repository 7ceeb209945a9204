package dev.serve.admin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object that is being made, in order. Not thread-safe. */
final class Fields {

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** Adds a member; what its value may be, {@link Json} says. */
    Fields with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    /** Adds a member unless there is no value. */
    Fields withSome(String name, @Nullable Object value) {
        return value == null ? this : with(name, value);
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    /** A constant as the API spells it: {@code idle-timeout}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
