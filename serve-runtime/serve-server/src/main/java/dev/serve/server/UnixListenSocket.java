package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket. It is bound under a name beside its own, given its mode and then renamed, so that
 * nobody ever meets it with other permissions; the file of a dead process is replaced, a live one
 * and any other kind of file are refused. On close the file is removed only if it is still the one
 * made here.
 */
final class UnixListenSocket implements ListenSocket {

    private final Listening channel;
    private final Path path;
    private final @Nullable Object fileKey;

    private UnixListenSocket(Listening channel, Path path, @Nullable Object fileKey) {
        this.channel = channel;
        this.path = path;
        this.fileKey = fileKey;
    }

    /**
     * Binds the path of a listener.
     *
     * @param ours sockets of ours whose file may be replaced
     * @throws IOException if it cannot be bound; nothing is left open
     */
    static UnixListenSocket open(ListenerConfig config, Collection<ListenSocket> ours)
            throws IOException {
        Path path = Path.of(String.valueOf(config.path()));
        boolean held = false;
        for (ListenSocket each : ours) {
            held |= each instanceof UnixListenSocket socket && socket.holds(path);
        }
        if (!held) {
            refuseUnlessStale(path);
        }
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path beside =
                path.resolveSibling(
                        "." + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
        int length = beside.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > ListenerConfig.MAX_UNIX_PATH_BYTES) {
            throw new BindException(
                    "the path is too long (expected: at most "
                            + ListenerConfig.MAX_UNIX_PATH_BYTES
                            + " bytes, nine for a temporary name in its directory included)");
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(beside), config.backlog());
            String mode = config.mode();
            if (mode != null) {
                Files.setPosixFilePermissions(beside, permissions(mode));
            }
            Object key = fileKey(beside);
            Files.move(
                    beside,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return new UnixListenSocket(Listening.over(channel), path, key);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    private boolean holds(Path other) throws IOException {
        return channel.isOpen()
                && path.equals(other)
                && fileKey != null
                && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && fileKey.equals(fileKey(path));
    }

    private static void refuseUnlessStale(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!attributes.isOther()) {
            throw new BindException(
                    "the path is taken by something that is not a socket (expected: no file there)");
        }
        if (someoneListens(path)) {
            throw new BindException(
                    "a running process listens there (expected: a path of our own)");
        }
    }

    private static boolean someoneListens(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            // Refused: the process that made the file is gone, and the rename replaces it.
            return false;
        }
    }

    private static Set<PosixFilePermission> permissions(String mode) {
        int bits = Integer.parseInt(mode, 8);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromOwnerReadDown = PosixFilePermission.values();
        for (int i = 0; i < fromOwnerReadDown.length; i++) {
            if ((bits & (0400 >> i)) != 0) {
                permissions.add(fromOwnerReadDown[i]);
            }
        }
        return permissions;
    }

    private static @Nullable Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public void leave() {
        channel.leave();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public int port() {
        return -1;
    }

    @Override
    public String address() {
        return "unix:" + path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        try {
            if (fileKey != null && fileKey.equals(fileKey(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Removed by somebody else: nothing of ours is left.
            return;
        }
    }
}
