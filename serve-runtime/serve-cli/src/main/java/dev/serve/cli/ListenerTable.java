package dev.serve.cli;

import java.util.List;

/**
 * What listens where, for people: a line for each listener, and below it commands to try. Fits the
 * terminal, or 100 columns, as far as addresses do; a longer command goes on behind a backslash.
 */
final class ListenerTable {

    private static final int COLUMNS = 100;

    private final Style style;
    private final int room;

    /**
     * @param columns of the terminal
     */
    ListenerTable(Style style, int columns) {
        this.style = style;
        this.room = Math.min(columns, COLUMNS);
    }

    String print(List<Endpoint> endpoints) {
        int names = width("LISTENER", endpoints.stream().map(Endpoint::name).toList());
        int addresses = width("ADDRESS", endpoints.stream().map(Endpoint::address).toList());
        StringBuilder text = new StringBuilder();
        text.append(style.dim(row("LISTENER", names, "ADDRESS", addresses, "SPEAKS"))).append('\n');
        boolean first = true;
        for (Endpoint endpoint : endpoints) {
            if (!first) {
                text.append('\n');
            }
            text.append(
                            style.bold(endpoint.name())
                                    + " ".repeat(names - endpoint.name().length())
                                    + "  "
                                    + pad(endpoint.address(), addresses)
                                    + "  "
                                    + endpoint.speaks())
                    .append('\n');
            String indent = " ".repeat(names + 2);
            endpoint.page()
                    .ifPresent(
                            page ->
                                    text.append(indent)
                                            .append(style.good(page))
                                            .append(style.dim("  in a browser"))
                                            .append('\n'));
            // Every command for the first one; the others differ in the address, so one is enough.
            for (List<String> words :
                    first ? endpoint.trials() : endpoint.trials().stream().limit(1).toList()) {
                text.append(style.good(folded(words, indent, room))).append('\n');
            }
            first = false;
        }
        return text.toString();
    }

    private static String row(String name, int names, String address, int addresses, String rest) {
        return pad(name, names) + "  " + pad(address, addresses) + "  " + rest;
    }

    /** A command over as many lines as it takes, in a form that can be copied whole. */
    static String folded(List<String> words, String indent, int room) {
        StringBuilder text = new StringBuilder(indent).append(words.getFirst());
        int column = text.length();
        for (String word : words.subList(1, words.size())) {
            if (column + 1 + word.length() > room - 2) {
                text.append(" \\\n").append(indent).append("    ").append(word);
                column = indent.length() + 4 + word.length();
            } else {
                text.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        return text.toString();
    }

    private static int width(String head, List<String> cells) {
        return cells.stream().mapToInt(String::length).reduce(head.length(), Math::max);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
