package dev.serve.server;

import dev.serve.config.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads what the keys below {@code tls} name: a path, or PEM text in place of one. Relative paths
 * are taken from the working directory; which paths are refused, {@link TlsFiles} says.
 */
final class KeyFiles {

    /**
     * More than any chain needs; a device or a log file named by mistake is not read to its end.
     */
    private static final int MAX_BYTES = 1 << 20;

    private KeyFiles() {}

    static boolean isInline(String value) {
        return TlsFiles.isInline(value);
    }

    /** How a value is named in messages: the path, or that it is inline. */
    static String describe(String value) {
        return isInline(value) ? "(inline PEM)" : value.replace("\0", "\\0");
    }

    /** PEM text. Bytes that are not ASCII are kept as they come; they can only stand beside PEM. */
    static String readText(String value) throws KeyMaterialException {
        return isInline(value) ? value : new String(read(value), StandardCharsets.ISO_8859_1);
    }

    static byte[] read(String value) throws KeyMaterialException {
        Optional<String> expected = TlsFiles.unreadable(value);
        if (expected.isPresent()) {
            throw new KeyMaterialException(expected.get());
        }
        try (InputStream in = Files.newInputStream(Path.of(value))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyMaterialException("a file of at most 1 MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw new KeyMaterialException("a file that can be read; " + e.getMessage(), e);
        }
    }
}
