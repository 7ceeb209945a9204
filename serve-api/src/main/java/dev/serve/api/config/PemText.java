package dev.serve.api.config;

/** A path, or PEM text in place of one; the text is never printed. */
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
}
