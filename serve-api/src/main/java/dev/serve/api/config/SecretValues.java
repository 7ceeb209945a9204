package dev.serve.api.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values that came from a place for secrets ({@code key: {file: ...}}, {@code {env: ...}}, {@code
 * !secret}) under whatever key: plans, dumps, logs and errors have {@link #MASK} in their place.
 * Immutable; as a text it names the keys alone.
 *
 * <p>What cannot be hidden is where a server listens: an address is told by whoever connects.
 */
public final class SecretValues {

    /** What is shown in place of a secret. */
    public static final String MASK = "***";

    /** No secrets. */
    public static final SecretValues NONE = new SecretValues(Map.of());

    private static final int LONG = 4;

    private final Map<String, String> texts;

    private SecretValues(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** Secrets by full key, such as {@code listeners.web.http.server-header}. */
    public static SecretValues of(Map<String, String> texts) {
        return texts.isEmpty() ? NONE : new SecretValues(texts);
    }

    /** These and those; of a key that both have, those. */
    public SecretValues and(SecretValues those) {
        Map<String, String> both = new HashMap<>(texts);
        both.putAll(those.texts);
        return of(both);
    }

    /** The full keys, in the order of the alphabet. */
    public Set<String> keys() {
        return new TreeSet<>(texts.keySet());
    }

    /** Whether the value of a full key is never shown. */
    public boolean hide(String fullKey) {
        return texts.containsKey(fullKey);
    }

    /** A message with every secret in it masked, and so each item of one that is a list. */
    public String masked(String message) {
        String masked = message;
        for (String part : parts(texts.values())) {
            masked =
                    part.length() < LONG
                            ? alone(part).matcher(masked).replaceAll(MASK)
                            : masked.replace(part, MASK);
        }
        return masked;
    }

    /** A short one is in many words by chance. */
    private static Pattern alone(String part) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(part) + "(?!\\w)");
    }

    /** The longest first: one may be part of another. */
    private static List<String> parts(Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> Stream.concat(Stream.of(text), Stream.of(text.split("[,\n]"))))
                .map(String::strip)
                .filter(part -> !part.isEmpty() && !MASK.contains(part))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValues secrets && secrets.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return keys().toString();
    }
}
