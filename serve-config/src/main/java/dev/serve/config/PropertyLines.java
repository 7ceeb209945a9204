package dev.serve.config;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a text in the form of {@link java.util.Properties}, each with its place. One use,
 * one thread.
 */
final class PropertyLines {

    private static final int END = -1;

    private final String text;
    private int at;
    private int line = 1;
    private int lineBegin;

    PropertyLines(String text) {
        this.text = text;
    }

    /**
     * One key and its value, escapes resolved.
     *
     * @param broken whether an escape in it is none
     */
    record Entry(
            String key,
            int keyLine,
            int keyColumn,
            String value,
            int valueLine,
            int valueColumn,
            boolean broken) {}

    /** The next entry; null at the end. */
    @Nullable Entry next() {
        skipToKey();
        if (peek() == END) {
            return null;
        }
        int keyLine = line;
        int keyColumn = column();
        Word key = word(true);
        skipBlanks();
        if (peek() == '=' || peek() == ':') {
            at++;
            skipBlanks();
        }
        int valueLine = line;
        int valueColumn = column();
        Word value = word(false);
        return new Entry(
                key.text,
                keyLine,
                keyColumn,
                value.text,
                valueLine,
                valueColumn,
                key.broken || value.broken);
    }

    /** Characters up to the end of a key or of a line. */
    private record Word(String text, boolean broken) {}

    private Word word(boolean key) {
        StringBuilder word = new StringBuilder();
        boolean broken = false;
        for (int c = peek(); c != END && !isLineEnd(c); c = peek()) {
            if (key && (c == '=' || c == ':' || isBlank(c))) {
                break;
            }
            at++;
            if (c != '\\') {
                word.append((char) c);
            } else if (isLineEnd(peek())) {
                endLine();
                skipBlanks();
            } else {
                broken |= !escaped(word);
            }
        }
        String text = word.toString();
        return new Word(key ? text : text.stripTrailing(), broken);
    }

    /** What stands behind a backslash; false if it is no escape. */
    private boolean escaped(StringBuilder word) {
        int c = peek();
        if (c == END) {
            return true;
        }
        at++;
        switch (c) {
            case 't' -> word.append('\t');
            case 'n' -> word.append('\n');
            case 'r' -> word.append('\r');
            case 'f' -> word.append('\f');
            case 'u' -> {
                return unicode(word);
            }
            default -> word.append((char) c);
        }
        return true;
    }

    private boolean unicode(StringBuilder word) {
        int end = Math.min(at + 4, text.length());
        String digits = text.substring(at, end);
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            return false;
        }
        word.append((char) Integer.parseInt(digits, 16));
        at = end;
        return true;
    }

    private void skipToKey() {
        while (peek() != END) {
            int c = peek();
            if (isLineEnd(c)) {
                endLine();
            } else if (isBlank(c)) {
                at++;
            } else if (c == '#' || c == '!') {
                while (peek() != END && !isLineEnd(peek())) {
                    at++;
                }
            } else {
                return;
            }
        }
    }

    /** Blanks, and ends of lines with a backslash before them. */
    private void skipBlanks() {
        while (true) {
            if (isBlank(peek())) {
                at++;
            } else if (peek() == '\\' && at + 1 < text.length() && isLineEnd(text.charAt(at + 1))) {
                at++;
                endLine();
            } else {
                return;
            }
        }
    }

    private void endLine() {
        boolean two = peek() == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
        at += two ? 2 : 1;
        line++;
        lineBegin = at;
    }

    private int column() {
        return at - lineBegin + 1;
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r';
    }
}
