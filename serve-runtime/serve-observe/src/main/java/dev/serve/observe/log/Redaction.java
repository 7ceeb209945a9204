package dev.serve.observe.log;

import java.util.List;
import java.util.Locale;

/**
 * Hides the values of query parameters whose names contain one of some words, in any case (W-063).
 * Immutable.
 */
final class Redaction {

    /** What stands in the place of a value. */
    static final String HIDDEN = "***REDACTED***";

    private final List<String> words;

    Redaction(List<String> words) {
        this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    /** A query as it came, without the values that nobody is to read. */
    String query(String raw) {
        if (raw.isEmpty() || words.isEmpty()) {
            return raw;
        }
        StringBuilder shown = null;
        int from = 0;
        while (from <= raw.length()) {
            int end = raw.indexOf('&', from);
            int to = end < 0 ? raw.length() : end;
            int equals = raw.indexOf('=', from);
            if (equals >= 0 && equals < to && isSecret(raw.substring(from, equals))) {
                if (shown == null) {
                    shown = new StringBuilder(raw.substring(0, from));
                }
                shown.append(raw, from, equals + 1).append(HIDDEN);
            } else if (shown != null) {
                shown.append(raw, from, to);
            }
            if (end < 0) {
                break;
            }
            if (shown != null) {
                shown.append('&');
            }
            from = end + 1;
        }
        return shown == null ? raw : shown.toString();
    }

    private boolean isSecret(String name) {
        // Escaped, a name could hide: what is not plain is taken for the worst.
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.indexOf('%') >= 0 || words.stream().anyMatch(lower::contains);
    }
}
