package dev.serve.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints maps, lists, texts, numbers and booleans as JSON, the same ones always the same way. */
final class JsonText {

    private JsonText() {}

    static String of(Object value) {
        StringBuilder text = new StringBuilder();
        print(value, "", text);
        return text.append('\n').toString();
    }

    private static void print(Object value, String indent, StringBuilder text) {
        String deeper = indent + "  ";
        switch (value) {
            case Map<?, ?> map -> {
                text.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : ordered(map).entrySet()) {
                    text.append(separator).append('\n').append(deeper);
                    print(entry.getKey(), deeper, text);
                    text.append(": ");
                    print(entry.getValue(), deeper, text);
                    separator = ",";
                }
                text.append(map.isEmpty() ? "" : "\n" + indent).append('}');
            }
            case List<?> list -> {
                text.append('[');
                String separator = "";
                for (Object item : list) {
                    text.append(separator);
                    print(item, indent, text);
                    separator = ", ";
                }
                text.append(']');
            }
            case String string -> quote(string, text);
            default -> text.append(value);
        }
    }

    /** Only a {@link LinkedHashMap} has an order of its own; that of {@link Map#of} changes. */
    private static Map<?, ?> ordered(Map<?, ?> map) {
        return map instanceof LinkedHashMap<?, ?> ? map : new TreeMap<>(map);
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        string.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                text.append('\\').appendCodePoint(c);
                            } else if (c < 0x20) {
                                text.append(String.format("\\u%04x", c));
                            } else {
                                text.appendCodePoint(c);
                            }
                        });
        text.append('"');
    }
}
