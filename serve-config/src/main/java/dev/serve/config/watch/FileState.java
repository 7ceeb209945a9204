package dev.serve.config.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file at one moment. Two states are of the same contents when their digests agree; attributes
 * only spare reading what cannot have changed.
 *
 * @param real where its symbolic links lead
 * @param key the file's own identity, such as its inode; null where the system has none
 * @param digest SHA-256 of the contents
 */
record FileState(Path real, @Nullable Object key, long size, FileTime modified, String digest) {

    /** As it is now; null if it is not there or cannot be read. */
    static @Nullable FileState of(Path file, @Nullable FileState before) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            if (!now.isRegularFile()) {
                return null;
            }
            if (before != null && before.isStill(real, now)) {
                return before;
            }
            byte[] bytes = Files.readAllBytes(real);
            return new FileState(
                    real, now.fileKey(), now.size(), now.lastModifiedTime(), digest(bytes));
        } catch (IOException e) {
            return null;
        }
    }

    private boolean isStill(Path otherReal, BasicFileAttributes other) {
        return real.equals(otherReal)
                && size == other.size()
                && modified.equals(other.lastModifiedTime())
                && (key == null || key.equals(other.fileKey()));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
