package dev.serve.observe.log;

import dev.serve.api.config.LogConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * When a file of lines is full, and what becomes of it: {@code name.1} is the one before, {@code
 * name.2} the one before that. Immutable.
 *
 * @param maxSize how many bytes a file may have
 * @param keep how many full ones are kept beside it
 */
record Rotation(long maxSize, int keep) {

    static Rotation of(LogConfig config) {
        return new Rotation(config.maxSize(), config.keep());
    }

    /**
     * Gives a full file another name; who writes it opens it anew. One that somebody has deleted is
     * none, and what is no file, such as {@code /dev/stdout}, keeps its name.
     */
    void byName(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        shift(file);
        if (keep > 0) {
            Files.move(file, numbered(file, 1), StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Copies a full file and empties it, for one that others have open to append to. What they
     * write between the two is lost.
     */
    void byCopy(Path file) throws IOException {
        shift(file);
        if (keep > 0) {
            Files.copy(file, numbered(file, 1), StandardCopyOption.REPLACE_EXISTING);
        }
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }

    /** Makes room for a first one; the last one goes. */
    private void shift(Path file) throws IOException {
        for (int number = keep - 1; number >= 1; number--) {
            Path full = numbered(file, number);
            if (Files.exists(full)) {
                Files.move(full, numbered(file, number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path numbered(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
