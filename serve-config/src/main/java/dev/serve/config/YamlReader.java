package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads one file in YAML or JSON into a {@link Tree}. The file is data: tags make no objects, and
 * size, depth and aliases are bounded, so that no file makes it loop or swell.
 */
final class YamlReader {

    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\.");

    private final Path file;
    private final String language;
    private final List<Problem> problems;

    /**
     * @param problems where everything wrong with the file goes
     */
    YamlReader(Path file, List<Problem> problems) {
        this(file, "YAML", problems);
    }

    private YamlReader(Path file, String language, List<Problem> problems) {
        this.file = file;
        this.language = language;
        this.problems = problems;
    }

    /**
     * A reader of JSON, nearly all of which is YAML too: only tabs between its values and escaped
     * slashes are not. Within strings no tab may stand as it is (RFC 8259 section 7).
     */
    static YamlReader ofJson(Path file, List<Problem> problems) {
        return new YamlReader(file, "JSON", problems);
    }

    /** The file's tree; empty if it cannot be read, which is then among the problems. */
    Optional<Branch> read() {
        return FileText.of(file, "a " + language + " file", problems)
                .map(text -> language.equals("JSON") ? asYaml(text) : text)
                .flatMap(this::parse);
    }

    /** As {@link #read()}, of a text that stands in no file. */
    Optional<Branch> read(String text) {
        return parse(text);
    }

    /** JSON in YAML's words: its tabs are blanks, and it may escape a slash. */
    private static String asYaml(String json) {
        return JSON_ESCAPE
                .matcher(json.replace('\t', ' '))
                .replaceAll(
                        escape ->
                                Matcher.quoteReplacement(
                                        escape.group().equals("\\/") ? "/" : escape.group()));
    }

    private Optional<Branch> parse(String text) {
        try {
            Iterator<Node> documents = documents(text);
            if (!documents.hasNext()) {
                return failed(
                        new Origin(file.toString(), 1, 1), "an empty file (expected: listeners)");
            }
            Node root = documents.next();
            if (documents.hasNext()) {
                return failed(
                        origin(documents.next().getStartMark()),
                        "a second document (expected: one " + language + " document in a file)");
            }
            if (!(root instanceof MappingNode map)) {
                return failed(
                        origin(root.getStartMark()),
                        (isNull(root) ? "nothing" : NodeTrees.kind(root))
                                + " at the top of the file (expected: a map of keys, such as listeners)");
            }
            return new NodeTrees(this::origin, problems).branch(map);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            return failed(mark == null ? whole() : origin(mark), notYaml(e));
        } catch (ReaderException e) {
            return failed(
                    at(text, e.getPosition()),
                    String.format(
                            "the character U+%04X, which %s does not allow",
                            e.getCodePoint(), language));
        } catch (YAMLException e) {
            return failed(
                    whole(), "not " + language + ": " + Shown.line(String.valueOf(e.getMessage())));
        }
    }

    private static Iterator<Node> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(FileText.MAX_BYTES + 1);
        return new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text)).iterator();
    }

    /** SnakeYAML's own words, less the excerpt of the file, which might show a secret. */
    private String notYaml(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return "not " + language + ": " + Shown.line(context + e.getProblem());
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private <T> Optional<T> failed(Origin origin, String what) {
        problems.add(new Problem(origin, "", null, what));
        return Optional.empty();
    }

    private Origin whole() {
        return Origin.of(file.toString());
    }

    private Origin origin(Mark mark) {
        return new Origin(file.toString(), mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Origin at(String text, int codePoints) {
        int line = 1;
        int column = 1;
        int end =
                text.offsetByCodePoints(
                        0, Math.min(codePoints, text.codePointCount(0, text.length())));
        for (int i = 0; i < end; i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new Origin(file.toString(), line, column);
    }
}
