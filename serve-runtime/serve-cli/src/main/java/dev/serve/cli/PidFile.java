package dev.serve.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code run/serve.pid}: which process serves this directory. The first one that runs has it; a
 * second one beside it leaves it alone.
 */
final class PidFile implements AutoCloseable {

    private final Path file;
    private final long pid;

    PidFile(Path directory, long pid) {
        this.file = directory.resolve("run").resolve("serve.pid");
        this.pid = pid;
    }

    /** That of this process, in the directory it was started in. */
    static PidFile ofProcess() {
        return new PidFile(Path.of(""), ProcessHandle.current().pid());
    }

    /** Takes the file, unless a process that is alive has it; without it there is no reload. */
    void write() {
        if (read().flatMap(ProcessHandle::of).filter(other -> other.pid() != pid).isPresent()) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, pid + "\n");
        } catch (IOException e) {
            // A directory that may not be written is no reason not to serve.
            System.getLogger(PidFile.class.getName())
                    .log(System.Logger.Level.DEBUG, file + " cannot be written", e);
        }
    }

    /** The process that the file names; empty if there is no such file. */
    Optional<Long> read() {
        try {
            return Optional.of(
                    Long.valueOf(Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Removes the file if it is ours. */
    @Override
    public void close() {
        if (read().filter(other -> other == pid).isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(PidFile.class.getName())
                    .log(System.Logger.Level.DEBUG, file + " cannot be removed", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
