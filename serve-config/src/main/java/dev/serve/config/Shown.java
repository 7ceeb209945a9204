package dev.serve.config;

import dev.serve.api.config.SecretValues;

/** How values look in problems and dumps: short, on one line, and without secrets. */
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    /** A text as it was written, unless it is a key's PEM text, and without the user of a URL. */
    static String text(String written) {
        if (written.contains("-----BEGIN")) {
            return "(inline PEM)";
        }
        String shown = SecretValues.withoutUserInfo(written);
        String cut = shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
        return line(cut);
    }

    /** A text on one line. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\n' -> line.append("\\n");
                                case '\t' -> line.append("\\t");
                                default -> {
                                    if (Character.isISOControl(c)) {
                                        line.append(String.format("\\u%04x", c));
                                    } else {
                                        line.appendCodePoint(c);
                                    }
                                }
                            }
                        });
        return line.toString();
    }
}
