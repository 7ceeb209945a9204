package dev.serve.cli;

import java.util.Map;

/**
 * Colours of a terminal, or none. Immutable.
 *
 * @param on whether escape sequences are written
 */
record Style(boolean on) {

    /** Colours when a stream is a terminal, and neither NO_COLOR nor TERM=dumb forbids them. */
    static Style of(Terminal.Stream stream, Map<String, String> environment) {
        return new Style(
                Terminal.isAt(stream, environment)
                        && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** A text without what this has put into it. */
    static String plain(String text) {
        return text.replaceAll("\u001b\\[\\d+m", "");
    }

    String bold(String text) {
        return wrap("1", text);
    }

    String dim(String text) {
        return wrap("2", text);
    }

    String good(String text) {
        return wrap("32", text);
    }

    String warning(String text) {
        return wrap("33", text);
    }

    String bad(String text) {
        return wrap("31", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
