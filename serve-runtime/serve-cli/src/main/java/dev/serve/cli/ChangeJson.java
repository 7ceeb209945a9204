package dev.serve.cli;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** JSON of what {@link ChangeReport} says. */
final class ChangeJson {

    private ChangeJson() {}

    /** An object of names and of values that are JSON already. */
    static String object(String... namesAndValues) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add(text(namesAndValues[i]) + ":" + namesAndValues[i + 1]);
        }
        return object.toString();
    }

    static String text(String text) {
        return ListenerJson.text(text);
    }

    static String texts(List<?> values) {
        return values.stream()
                .map(value -> text(value.toString()))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
