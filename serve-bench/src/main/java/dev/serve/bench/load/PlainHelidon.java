package dev.serve.bench.load;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@link RawServer} as somebody would deliver it: a jar of its own, and beside it no more than what
 * {@code helidon-webserver} needs. What else is on the class path of this JVM would be looked
 * through by each of Helidon's service loaders.
 */
final class PlainHelidon {

    private static final List<Class<?>> CLASSES =
            List.of(
                    RawServer.class,
                    Announcement.class,
                    Handlers.class,
                    Lateness.class,
                    Latencies.class);

    /** Of the artifacts on the class path, as Maven resolves those of helidon-webserver. */
    private static final Pattern NEEDED =
            Pattern.compile(
                    "helidon(-builder-api|-common.*|-config|-http|-http-http1|-http-media|-http-encoding"
                            + "|-logging-common|-metrics-api|-metadata|-metadata-hson|-service-metadata|-service-registry"
                            + "|-webserver)?-\\d[\\d.]*\\.jar");

    private PlainHelidon() {}

    /**
     * Makes the jar in a directory; its class path.
     *
     * @throws IOException if this JVM has no jars of Helidon
     */
    static String classPath(Path directory) throws IOException {
        List<String> libraries =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(jar -> Path.of(jar).toAbsolutePath())
                        .filter(jar -> NEEDED.matcher(jar.getFileName().toString()).matches())
                        .map(Path::toString)
                        .toList();
        if (libraries.isEmpty()) {
            throw new IOException("no jars of Helidon on the class path (expected: lib/*)");
        }
        Path jar = directory.resolve("raw.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : CLASSES) {
                write(type, out);
            }
        }
        return Stream.concat(Stream.of(jar.toString()), libraries.stream())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void write(Class<?> type, JarOutputStream out) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException("no " + name);
            }
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
            out.closeEntry();
        }
    }
}
