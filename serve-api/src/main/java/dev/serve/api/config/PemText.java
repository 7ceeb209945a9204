package dev.serve.api.config;

import org.jspecify.annotations.Nullable;

/** A path, or PEM text in place of one (never printed); and what belongs together of them. */
final class PemText {

    static final ValueType<String> TYPE =
            new ValueType<>() {
                @Override
                public String name() {
                    return "path or PEM";
                }

                @Override
                public String expected() {
                    return "a path or PEM text";
                }

                @Override
                public String parse(String text) {
                    if (text.isBlank()) {
                        throw new IllegalArgumentException("\"\" (expected: " + expected() + ")");
                    }
                    return text;
                }

                @Override
                public String print(String value) {
                    return value.contains("-----BEGIN") ? "(inline PEM)" : value;
                }
            };

    private PemText() {}

    /** A key and its certificate, or a store instead: checked for {@code where}. */
    static void checkSources(
            String where, @Nullable String key, @Nullable String cert, @Nullable String store) {
        if (store != null && (key != null || cert != null)) {
            throw new IllegalArgumentException(
                    where
                            + ": store beside key or cert (expected: either a store, or key and cert)");
        }
        if (store == null && (key == null || cert == null)) {
            String missing =
                    key == null && cert == null
                            ? "key and cert are"
                            : (key == null ? "key is" : "cert is");
            throw new IllegalArgumentException(
                    where + ": " + missing + " missing (expected: key and cert, or a store)");
        }
    }
}
