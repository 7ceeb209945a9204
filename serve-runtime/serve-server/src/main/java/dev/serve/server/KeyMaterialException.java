package dev.serve.server;

import org.jspecify.annotations.Nullable;

/**
 * A key, certificate or store that cannot be used. The message says what was expected and what was
 * found, and never holds any of it; {@link TlsLoader} adds listener, key and path.
 */
final class KeyMaterialException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean passphraseMissing;

    KeyMaterialException(String expected) {
        this(expected, null);
    }

    KeyMaterialException(String expected, @Nullable Throwable cause) {
        this(expected, cause, false);
    }

    private KeyMaterialException(
            String expected, @Nullable Throwable cause, boolean passphraseMissing) {
        super(expected, cause);
        this.passphraseMissing = passphraseMissing;
    }

    /** Something is encrypted and no passphrase was given. */
    static KeyMaterialException passphraseMissing(String expected) {
        return new KeyMaterialException(expected, null, true);
    }

    /** Whether the fault lies with the key {@code passphrase}. */
    boolean isPassphraseMissing() {
        return passphraseMissing;
    }

    /** What was expected, as a phrase. */
    String expected() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
