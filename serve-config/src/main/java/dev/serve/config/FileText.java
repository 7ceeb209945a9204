package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a file as text, or says in words why it cannot be read. */
final class FileText {

    /** The largest file, in bytes; the reference of every key filled in has less than 64 KiB. */
    static final int MAX_BYTES = 1 << 20;

    private FileText() {}

    /**
     * The text in UTF-8, less a byte order mark; empty if there is none, which is then a problem.
     *
     * @param expected what the file should be, such as {@code a YAML file}
     */
    static Optional<String> of(Path file, String expected, List<Problem> problems) {
        try {
            return Optional.of(read(file));
        } catch (IOException e) {
            problems.add(new Problem(Origin.of(file.toString()), "", null, why(file, expected, e)));
            return Optional.empty();
        }
    }

    /**
     * The text in UTF-8, less a byte order mark.
     *
     * @throws IOException if it cannot be read, is too large or not UTF-8; see {@link #why}
     */
    static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TooLarge();
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
    }

    /** What is wrong with a file that {@link #read} could not read. */
    static String why(Path file, String expected, IOException failure) {
        return switch (failure) {
            case TooLarge _ -> "more than 1 MiB (expected: a configuration file)";
            case CharacterCodingException _ ->
                    "not UTF-8 text (expected: " + expected + " in UTF-8)";
            case NoSuchFileException _ -> "no such file (expected: " + expected + ")";
            case AccessDeniedException _ ->
                    "may not be read by this user (expected: a readable file)";
            default ->
                    Files.isDirectory(file)
                            ? "a directory (expected: " + expected + ")"
                            : "cannot be read: " + failure.getMessage();
        };
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
