package dev.serve.server.lifecycle;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.change.ConfigVersion;
import dev.serve.config.ConfigText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Versions that were in force, one file each in a directory ({@code history.path}), so that a new
 * process may go on with the last one. A file is written beside its name, forced to the disk and
 * renamed; its last line has the digest of the lines before, so that a torn one is known. They hold
 * secrets, and only their owner may read them. One caller at a time.
 */
public final class HistoryFiles {

    private static final System.Logger LOG = System.getLogger(HistoryFiles.class.getName());
    private static final Pattern NAME = Pattern.compile("version-(\\d{1,18})\\.yaml");
    private static final String END = "# end ";

    private final Path directory;

    /** Files of that directory, which is made when the first one is written. */
    public HistoryFiles(Path directory) {
        this.directory = directory;
    }

    private record Numbered(long number, Path file) {}

    /**
     * Writes a version if it is in force, and removes the oldest.
     *
     * @param limit how many are kept
     */
    public void keep(ConfigVersion version, int limit) {
        if (!version.outcome().isCommitted()) {
            return;
        }
        try {
            Files.createDirectories(directory);
            write(version);
            List<Numbered> all = all();
            for (Numbered old : all.subList(0, Math.max(0, all.size() - limit))) {
                Files.deleteIfExists(old.file());
            }
        } catch (IOException e) {
            LOG.log(
                    WARNING,
                    "version " + version.version() + " could not be kept in " + directory,
                    e);
        }
    }

    private void write(ConfigVersion version) throws IOException {
        String text =
                "# version "
                        + version.version()
                        + ", "
                        + version.time()
                        + ", by "
                        + version.source().replaceAll("\\p{Cntrl}", " ")
                        + ": "
                        + version.outcome()
                        + "\n"
                        + ConfigText.of(version.config())
                        + "\n";
        Path file = directory.resolve("version-" + version.version() + ".yaml");
        Path beside = directory.resolve(".version-" + version.version() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(
                beside,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(
                            (text + END + digest(text) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The number of the last version, whole or torn; 0 without one. */
    public long last() {
        try {
            List<Numbered> all = all();
            return all.isEmpty() ? 0 : all.getLast().number();
        } catch (IOException e) {
            LOG.log(WARNING, "the history in " + directory + " cannot be read", e);
            return 0;
        }
    }

    /** The file of the last version that is whole; a torn one is named in the log and skipped. */
    public Optional<Path> lastWhole() {
        try {
            for (Numbered each : all().reversed()) {
                if (isWhole(each.file())) {
                    return Optional.of(each.file());
                }
                LOG.log(WARNING, each.file() + ": torn, and skipped (expected: its last line)");
            }
        } catch (IOException e) {
            LOG.log(WARNING, "the history in " + directory + " cannot be read", e);
        }
        return Optional.empty();
    }

    private static boolean isWhole(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int end = text.lastIndexOf(END);
        return end > 0
                && text.substring(end + END.length())
                        .strip()
                        .equals(digest(text.substring(0, end)));
    }

    private List<Numbered> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Numbered> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(
                    file -> {
                        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                        if (name.matches()) {
                            all.add(new Numbered(Long.parseLong(name.group(1)), file));
                        }
                    });
        }
        all.sort(Comparator.comparingLong(Numbered::number));
        return all;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this JDK", e);
        }
    }
}
