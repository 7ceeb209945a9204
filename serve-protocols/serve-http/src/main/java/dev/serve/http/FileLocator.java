package dev.serve.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the files of one directory, and none outside it. Thread-safe.
 *
 * <p>Links are followed as long as they stay inside the directory; the directory itself may be a
 * link, and may be switched while serving. Names that begin with a dot are not found, except {@code
 * .well-known} (RFC 8615).
 */
final class FileLocator {

    private final Path directory;

    FileLocator(Path directory) {
        this.directory = directory;
    }

    /**
     * The existing file or directory for a decoded path below the prefix, with no link in it; empty
     * when there is none to be shown.
     *
     * @throws IOException if the file system fails in another way
     */
    Optional<Path> find(String tail) throws IOException {
        try {
            Path root = directory.toRealPath();
            Path path = root;
            for (String name : tail.split("/", -1)) {
                if (name.isEmpty()) {
                    continue;
                }
                if (!isPlain(name)) {
                    return Optional.empty();
                }
                path = path.resolve(name);
            }
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            Path real = path.toRealPath();
            return real.startsWith(root) ? Optional.of(real) : Optional.empty();
        } catch (InvalidPathException | java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** One name, as it is: nothing that the file system would take apart or resolve. */
    private static boolean isPlain(String name) {
        return (!name.startsWith(".") || name.equals(".well-known"))
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
    }
}
