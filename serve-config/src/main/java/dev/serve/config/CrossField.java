package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Schema;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a problem of what a record says when its values do not fit together. Its message begins
 * with the key, seen from the section: {@code tls.ca: none (expected: ...)} or {@code port: none
 * (expected: ...)}.
 */
final class CrossField {

    private static final Pattern KEY_FIRST = Pattern.compile("([a-z0-9.-]+): (.*)", Pattern.DOTALL);

    private CrossField() {}

    /**
     * The problem, at the key it speaks of if the tree has it, else at the section.
     *
     * @param section full key of the section
     * @param places where the tree's keys and sections stand
     */
    static Problem problem(
            Schema<?, ?> schema,
            String section,
            Map<String, Origin> places,
            IllegalArgumentException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher matcher = KEY_FIRST.matcher(message);
        String key = section;
        String what = message;
        if (matcher.matches()) {
            String word = below(schema.name(), matcher.group(1));
            boolean known =
                    schema.properties().stream().anyMatch(property -> property.name().equals(word));
            if (known || word.isEmpty()) {
                key = word.isEmpty() || section.isEmpty() ? section + word : section + "." + word;
                what = matcher.group(2);
            }
        }
        Origin place = places.getOrDefault(key, places.getOrDefault(section, Origin.BUILDER));
        return new Problem(place, key, null, what);
    }

    private static String below(String section, String key) {
        if (key.equals(section)) {
            return "";
        }
        return key.startsWith(section + ".") ? key.substring(section.length() + 1) : key;
    }
}
