package dev.serve.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads what the keys below {@code tls} name: a path, or PEM text in place of one. Relative paths
 * are taken from the working directory. {@code ..} segments and NUL are refused, so that a value
 * that came from elsewhere cannot point out of where it was meant to.
 */
final class KeyFiles {

    /**
     * More than any chain needs; a device or a log file named by mistake is not read to its end.
     */
    private static final int MAX_BYTES = 1 << 20;

    private KeyFiles() {}

    static boolean isInline(String value) {
        return value.contains("-----BEGIN ");
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
        Path path = path(value);
        if (Files.isDirectory(path)) {
            throw new KeyMaterialException("a file; this is a directory");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyMaterialException("a file of at most 1 MiB");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new KeyMaterialException(
                    "a file that exists; there is none at " + path.toAbsolutePath(), e);
        } catch (AccessDeniedException e) {
            throw new KeyMaterialException(
                    "a file that user " + System.getProperty("user.name") + " may read", e);
        } catch (IOException e) {
            throw new KeyMaterialException("a file that can be read; " + e.getMessage(), e);
        }
    }

    private static Path path(String value) throws KeyMaterialException {
        if (value.indexOf('\0') >= 0) {
            throw new KeyMaterialException("a path without NUL");
        }
        for (String segment : value.split("[/\\\\]", -1)) {
            if (segment.equals("..")) {
                throw new KeyMaterialException("a path without .. segments");
            }
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new KeyMaterialException("a path; " + e.getReason(), e);
        }
    }
}
