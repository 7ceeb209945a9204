package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says that a cache is being made in a directory. All who make one there share it; the system lets
 * go of it however they end. Who has it alone knows that nobody works there, and removes what those
 * that were killed have left. Where files cannot be locked, nothing is removed. One use, one
 * thread.
 */
final class MakerLock implements AutoCloseable {

    /** Stays: who removed it could have it while another has a new one of that name. */
    static final String NAME = ".serve.lock";

    private static final System.Logger LOG = System.getLogger(MakerLock.class.getName());

    private final @Nullable FileChannel shared;

    private MakerLock(@Nullable FileChannel shared) {
        this.shared = shared;
    }

    /** Of the directory that a cache comes into. */
    static MakerLock of(Path directory) {
        Path file = directory.resolve(NAME);
        cleanUp(file);
        try {
            return new MakerLock(share(file));
        } catch (IOException e) {
            LOG.log(DEBUG, file + " cannot be locked", e);
            return new MakerLock(null);
        }
    }

    private static void cleanUp(Path file) {
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.tryLock()) {
            if (alone != null) {
                for (Path each : left(file.resolveSibling(""))) {
                    new Scratch(each).close();
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Of another user, or on a file system without locks.
            LOG.log(DEBUG, "what was left beside " + file + " stays", e);
        }
    }

    private static List<Path> left(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isDirectory(file) && Scratch.isBeside(file)).toList();
        }
    }

    /** Also on a file of another user, which can be read. */
    private static FileChannel share(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            channel.lock(0, Long.MAX_VALUE, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        if (shared != null) {
            shared.close();
        }
    }
}
