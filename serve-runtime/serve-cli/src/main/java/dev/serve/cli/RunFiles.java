package dev.serve.cli;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code run/}: which process serves this directory, and what it says of itself.
 *
 * <pre>
 * serve.lock   locked by the server that runs, and by nobody else: the system lets go of it when that
 *              process ends, however it ends, so a number that some other process has by now is never
 *              taken for ours
 * serve.pid    its process
 * serve.state  what it serves, once it does: see {@link RunState}
 * serve.log    what it prints, if it was started by {@code serve start}
 * </pre>
 *
 * <p>The first one that runs here has them; a second one beside it leaves them alone. Not
 * thread-safe but for {@link #state(RunState)}.
 */
final class RunFiles implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RunFiles.class.getName());

    /** Set to a directory, they are there. */
    static final String DIRECTORY = "dev.serve.run";

    private static final int TRIES = 5;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private @Nullable FileChannel lock;

    RunFiles(Path directory) {
        this.directory = directory;
    }

    /** Those of the directory that the command was started in, unless they are kept elsewhere. */
    static RunFiles here() {
        return new RunFiles(Path.of(System.getProperty(DIRECTORY, "run")));
    }

    /**
     * Makes them ours until they are closed.
     *
     * @return false if another process has them, or they cannot be written
     */
    boolean take() {
        try {
            Files.createDirectories(directory);
            if (!locked()) {
                return false;
            }
            Files.writeString(
                    pid(), ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
            Files.deleteIfExists(state());
            return true;
        } catch (IOException e) {
            // A directory that may not be written is no reason not to serve.
            LOG.log(DEBUG, directory + " cannot be written", e);
            return false;
        }
    }

    private boolean locked() throws IOException {
        FileChannel channel =
                FileChannel.open(lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Who looks whether a server runs here holds it for a moment too.
        for (int i = 0; i < TRIES; i++) {
            if (channel.tryLock() != null) {
                lock = channel;
                return true;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        channel.close();
        return false;
    }

    /** Writes what the server says of itself, all at once; nothing if the files are not ours. */
    synchronized void state(RunState state) {
        if (lock == null) {
            return;
        }
        Path beside = directory.resolve(".serve.state.new");
        try {
            // What run was given may hold secrets.
            Files.deleteIfExists(beside);
            Files.createFile(beside, OWNER_ONLY);
            Files.write(beside, state.lines());
            Files.move(
                    beside,
                    state(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(DEBUG, state() + " cannot be written", e);
        }
    }

    /**
     * The process that serves this directory; what a dead one has left behind is removed.
     *
     * @throws CommandFailure if one does, and it is not known which
     * @throws IOException if the files are there and cannot be looked at
     */
    Optional<ProcessHandle> holder() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            if (!isLocked()) {
                return Optional.empty();
            }
            Optional<ProcessHandle> holder = written();
            if (holder.isPresent()) {
                return holder;
            }
            // Between the lock and the number there is a moment.
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        throw new CommandFailure(
                "A server runs in this directory, and which is not known: "
                        + pid()
                        + " has not the number of its process.");
    }

    /**
     * A lock that is shared is all that other users may ask for, and is not to be had beside it.
     */
    private boolean isLocked() throws IOException {
        if (!Files.exists(lock())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock(), StandardOpenOption.READ)) {
            if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                return true;
            }
            cleanUp();
            return false;
        }
    }

    /** The process of the number, unless it is none of a server: then it is of one before. */
    private Optional<ProcessHandle> written() throws IOException {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pid()).strip()))
                    .filter(RunFiles::isServe);
        } catch (NumberFormatException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a server; where nothing can be told of a process, its number is trusted. */
    static boolean isServe(ProcessHandle process) {
        return words(process).map(line -> line.contains(Main.class.getName())).orElse(true);
    }

    /** Linux tells the JVM only the first 4 KiB of a command, which a class path fills. */
    private static Optional<String> words(ProcessHandle process) {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")));
        } catch (IOException e) {
            return process.info().commandLine();
        }
    }

    /**
     * What the server of a process says of itself; empty before it serves.
     *
     * @throws CommandFailure if it is another user's
     */
    Optional<RunState> state(ProcessHandle process) throws IOException {
        if (!Files.exists(state())) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(state())) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "Process "
                            + process.pid()
                            + " belongs to another user, who alone may ask and stop it.",
                    e);
        }
        return Optional.of(RunState.of(properties)).filter(state -> state.pid() == process.pid());
    }

    private Path lock() {
        return directory.resolve("serve.lock");
    }

    private Path pid() {
        return directory.resolve("serve.pid");
    }

    private Path state() {
        return directory.resolve("serve.state");
    }

    /** What a server that was started in the background prints. */
    Path log() {
        return directory.resolve("serve.log");
    }

    /** As far as this user may. */
    private void cleanUp() {
        try {
            Files.deleteIfExists(state());
            Files.deleteIfExists(pid());
        } catch (IOException e) {
            LOG.log(DEBUG, directory + " cannot be cleaned up", e);
        }
    }

    /** Gives them up, if they are ours. */
    @Override
    public synchronized void close() {
        FileChannel held = lock;
        lock = null;
        if (held == null) {
            return;
        }
        try (held) {
            cleanUp();
        } catch (IOException e) {
            LOG.log(DEBUG, lock() + " cannot be closed", e);
        }
    }
}
