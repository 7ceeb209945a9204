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

    /**
     * The members by which a map in place of a value says where the value stands: {@code key:
     * {file: ...}} or {@code {env: ...}}.
     */
    public static final Set<String> ELSEWHERE = Set.of("file", "env");

    /** Names of entries that users make up, whose values are secrets wherever they stand. */
    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(passw|passphrase|secret|token|api[-_]?key|private[-_]?key|credential|authorization).*");

    /** Who, in a URL (RFC 3986 section 3.2.1). */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#@\\s]+@");

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

    /** Whether a name that a user has made up, such as one of {@code ext}, speaks of a secret. */
    public static boolean isSecretName(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    /** The text of an entry whose name a user has made up, as it may be shown. */
    public static String ofEntry(String name, String text) {
        return isSecretName(name) ? MASK : withoutUserInfo(text);
    }

    /** A text as it may be shown: without the user and the password of a URL in it. */
    public static String withoutUserInfo(String text) {
        return text.contains("@") && text.contains("://")
                ? USER_INFO.matcher(text).replaceAll(MASK + "@")
                : text;
    }

    /** The full keys, in the order of the alphabet. */
    public Set<String> keys() {
        return new TreeSet<>(texts.keySet());
    }

    /** Whether the value of a full key is never shown. */
    public boolean hide(String fullKey) {
        return texts.containsKey(fullKey);
    }

    /**
     * A message with every secret in it masked, and so each item of one that is a list, and whoever
     * a URL names.
     */
    public String masked(String message) {
        String masked = withoutUserInfo(message);
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
