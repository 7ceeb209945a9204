package dev.serve.config;

import dev.serve.api.config.Problem;
import dev.serve.api.config.TlsConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the keys and certificates that a configuration names can be read. A start needs them; a
 * check cannot insist on them, as an application may make them at its start, and as a file of
 * production is checked where its secrets are not. Stateless.
 */
public final class TlsFiles {

    private TlsFiles() {}

    /** One problem for each that cannot be read, with its place; none for PEM that is inline. */
    public static List<Problem> unreadable(ConfigSnapshot snapshot) {
        List<Problem> found = new ArrayList<>();
        snapshot.config()
                .listeners()
                .forEach(
                        (name, listener) -> {
                            TlsConfig tls = listener.tls();
                            if (tls != null) {
                                String section = "listeners." + name + ".tls.";
                                tls.sources()
                                        .forEach(
                                                (key, value) ->
                                                        look(snapshot, section + key, value)
                                                                .ifPresent(found::add));
                            }
                        });
        return List.copyOf(found);
    }

    private static Optional<Problem> look(ConfigSnapshot snapshot, String key, String value) {
        return isInline(value)
                ? Optional.empty()
                : unreadable(value)
                        .map(
                                expected ->
                                        new Problem(
                                                snapshot.origin(key),
                                                key,
                                                Shown.line(value),
                                                expected))
                        .map(problem -> problem.masked(snapshot.config().secrets()));
    }

    /** Whether it is PEM in place of a path. */
    public static boolean isInline(String value) {
        return value.contains("-----BEGIN ");
    }

    /**
     * What would be a path that can be read, as a phrase; empty if this is one. {@code ..} segments
     * and NUL are refused, so that a value that came from elsewhere cannot point out of where it
     * was meant to.
     */
    public static Optional<String> unreadable(String value) {
        if (value.indexOf('\0') >= 0) {
            return Optional.of("a path without NUL");
        }
        for (String segment : value.split("[/\\\\]", -1)) {
            if (segment.equals("..")) {
                return Optional.of("a path without .. segments");
            }
        }
        try {
            Path path = Path.of(value);
            path.getFileSystem().provider().checkAccess(path, AccessMode.READ);
            return Files.isDirectory(path)
                    ? Optional.of("a file; this is a directory")
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("a path; " + e.getReason());
        } catch (NoSuchFileException e) {
            return Optional.of(
                    "a file that exists; there is none at " + Path.of(value).toAbsolutePath());
        } catch (AccessDeniedException e) {
            return Optional.of("a file that user " + System.getProperty("user.name") + " may read");
        } catch (IOException e) {
            return Optional.of("a file that can be read; " + e.getMessage());
        }
    }
}
