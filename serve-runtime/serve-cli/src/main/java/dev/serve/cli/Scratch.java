package dev.serve.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that goes with everything in it when closed. */
record Scratch(Path path) implements AutoCloseable {

    private static final String BESIDE = ".serve";

    static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("serve"));
    }

    /** Where a file is, so that what is made there can be moved at once. */
    static Scratch beside(Path file) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("");
        return new Scratch(Files.createTempDirectory(directory, BESIDE));
    }

    /** Whether a directory was made by {@link #beside}, by its name. */
    static boolean isBeside(Path directory) {
        return directory.getFileName().toString().startsWith(BESIDE);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> inside = Files.walk(path)) {
            List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
    }
}
