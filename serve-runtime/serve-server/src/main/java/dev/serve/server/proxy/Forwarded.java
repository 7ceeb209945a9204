package dev.serve.server.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Forwarded} (RFC 7239 section 4): what one proxy says of the request it was
 * given. Immutable.
 *
 * @param node who sent it, as written; empty when the proxy does not say
 * @param proto the scheme it was made by; null when not said
 * @param host its Host; null when not said
 */
record Forwarded(String node, @Nullable String proto, @Nullable String host) {

    /**
     * Takes the elements of all lines of the field apart, in order. A line is parsed by itself, so
     * that a quote left open in one cannot swallow the next.
     *
     * <pre>
     * Forwarded         = 1#forwarded-element
     * forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
     * forwarded-pair    = token "=" value
     * value             = token / quoted-string
     * </pre>
     *
     * @return null if a line is malformed
     */
    static @Nullable List<Forwarded> elements(List<String> lines) {
        List<Forwarded> elements = new ArrayList<>();
        for (String line : lines) {
            for (String element : split(line, ',')) {
                if (element.isBlank()) {
                    continue;
                }
                Forwarded parsed = element(element);
                if (parsed == null) {
                    return null;
                }
                elements.add(parsed);
            }
        }
        return elements;
    }

    private static @Nullable Forwarded element(String text) {
        String node = "";
        String proto = null;
        String host = null;
        for (String pair : split(text, ';')) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String value = equals < 0 ? null : value(pair.substring(equals + 1).strip());
            if (value == null) {
                return null;
            }
            switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "for" -> node = value;
                case "proto" -> proto = value;
                case "host" -> host = value;
                default -> {
                    // Section 5.5: extensions are ignored; so is "by", which says who wrote this.
                }
            }
        }
        return new Forwarded(node, proto, host);
    }

    /** The value without its quotes and escapes; null if it is malformed. */
    private static @Nullable String value(String text) {
        if (text.indexOf('"') < 0) {
            return text.isEmpty() ? null : text;
        }
        int last = text.length() - 1;
        if (text.charAt(0) != '"' || last == 0 || text.charAt(last) != '"') {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == last) {
                    return null;
                }
                c = text.charAt(i);
            } else if (c == '"') {
                return null;
            }
            value.append(c);
        }
        return value.toString();
    }

    /** Splits at a separator that does not stand inside quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }
}
