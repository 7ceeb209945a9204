package dev.serve.grpc.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path of {@code google.api.http}, such as <code>/v1/{name=shelves/*}/books:recent</code>
 * (google/api/http.proto, Path template syntax). {@code *} is one segment, {@code **} all that are
 * left, none included. Immutable.
 *
 * @param text as it was written
 * @param segments literals, decoded; {@link #ONE}, or {@link #MANY} at the end
 * @param variables the parts that go into fields
 * @param verb what follows a colon at the end; null without one
 */
public record PathTemplate(
        String text, List<String> segments, List<Variable> variables, @Nullable String verb) {

    static final String ONE = "*";
    static final String MANY = "**";

    /** Copies the lists. */
    public PathTemplate {
        segments = List.copyOf(segments);
        variables = List.copyOf(variables);
    }

    /**
     * Segments that go into a field.
     *
     * @param field its path, such as {@code shelf.name}
     * @param from index of the first
     * @param to index after the last
     */
    record Variable(String field, int from, int to) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is malformed, with the place
     */
    public static PathTemplate parse(String text) {
        return new TemplateParser(text).parse();
    }

    /**
     * Compares with a path.
     *
     * @param rawPath as the client has written it, without the query
     * @return the values of the fields, decoded; null if it does not fit. In a value of several
     *     segments an encoded slash stays encoded
     */
    public @Nullable Map<String, String> match(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return null;
        }
        String path = rawPath;
        if (verb != null) {
            String end = ":" + verb;
            if (!path.endsWith(end)) {
                return null;
            }
            path = path.substring(0, path.length() - end.length());
        }
        List<String> parts =
                path.length() <= 1 ? List.of() : List.of(path.substring(1).split("/", -1));
        return fits(parts) ? values(parts) : null;
    }

    private boolean fits(List<String> parts) {
        boolean open = isOpen();
        int fixed = open ? segments.size() - 1 : segments.size();
        if (open ? parts.size() < fixed : parts.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String segment = segments.get(i);
            String part = parts.get(i);
            boolean fits =
                    segment.equals(ONE)
                            ? !part.isEmpty()
                            : segment.equals(Escaped.decode(part, false));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private boolean isOpen() {
        return !segments.isEmpty() && segments.getLast().equals(MANY);
    }

    private @Nullable Map<String, String> values(List<String> parts) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Variable variable : variables) {
            boolean open = isOpen() && variable.to() == segments.size();
            int to = open ? parts.size() : variable.to();
            boolean one = variable.to() - variable.from() == 1 && !open;
            List<String> decoded = new ArrayList<>();
            for (String part : parts.subList(Math.min(variable.from(), to), to)) {
                String value = Escaped.decode(part, !one);
                if (value == null) {
                    return null;
                }
                decoded.add(value);
            }
            values.put(variable.field(), String.join("/", decoded));
        }
        return values;
    }

    /** The same for two templates that fit the same paths. */
    String shape() {
        return "/" + String.join("/", segments) + (verb == null ? "" : ":" + verb);
    }

    /** What is more exact comes first: with a verb, then literals, then one segment. */
    public int compareExactness(PathTemplate other) {
        if ((verb == null) != (other.verb == null)) {
            return verb == null ? 1 : -1;
        }
        int both = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < both; i++) {
            int order = rank(segments.get(i)) - rank(other.segments.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(other.segments.size(), segments.size());
    }

    private static int rank(String segment) {
        return segment.equals(MANY) ? 2 : segment.equals(ONE) ? 1 : 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
