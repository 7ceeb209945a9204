package dev.serve.api.config;

/**
 * Where a configuration value came from: a place in a file, an environment variable, a system
 * property, a {@code --set} option or a builder. Immutable.
 *
 * @param source the file as it was named, or the name of the other source
 * @param line the line in the file, from 1; 0 where the source has no lines
 * @param column the column in the file, from 1; 0 where the source has no lines
 */
public record Origin(String source, int line, int column) implements Comparable<Origin> {

    /** Values that a builder or a default supplied. */
    public static final Origin BUILDER = of("builder");

    /** A source without lines, such as {@code environment SERVE_LISTENERS_WEB_PORT}. */
    public static Origin of(String source) {
        return new Origin(source, 0, 0);
    }

    /** Sorts by source, then line, then column, so that a report reads in the order of the file. */
    @Override
    public int compareTo(Origin other) {
        int bySource = source.compareTo(other.source);
        if (bySource != 0) {
            return bySource;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** {@code serve.yaml:14:9}, or the source alone where it has no lines. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
