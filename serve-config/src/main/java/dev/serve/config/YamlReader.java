package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
 * Reads one YAML file into a {@link Tree}. The file is data: tags make no objects, and size, depth
 * and aliases are bounded, so that no file makes it loop or swell.
 */
final class YamlReader {

    /** The largest file, in bytes; the reference of every key filled in has less than 64 KiB. */
    static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final List<Problem> problems;

    /**
     * @param problems where everything wrong with the file goes
     */
    YamlReader(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The file's tree; empty if it cannot be read, which is then among the problems. */
    Optional<Branch> read() {
        return text().flatMap(this::parse);
    }

    private Optional<String> text() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                return failed(whole(), "more than 1 MiB (expected: a configuration file)");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return failed(whole(), "not UTF-8 text (expected: a YAML file in UTF-8)");
        } catch (NoSuchFileException e) {
            return failed(whole(), "no such file (expected: a YAML file)");
        } catch (AccessDeniedException e) {
            return failed(whole(), "may not be read by this user (expected: a readable file)");
        } catch (IOException e) {
            return failed(
                    whole(),
                    Files.isDirectory(file)
                            ? "a directory (expected: a YAML file)"
                            : "cannot be read: " + e.getMessage());
        }
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
                        "a second document (expected: one YAML document in a file)");
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
                            "the character U+%04X, which YAML does not allow", e.getCodePoint()));
        } catch (YAMLException e) {
            return failed(whole(), "not YAML: " + Shown.line(String.valueOf(e.getMessage())));
        }
    }

    private static Iterator<Node> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES + 1);
        return new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text)).iterator();
    }

    /** SnakeYAML's own words, less the excerpt of the file, which might show a secret. */
    private static String notYaml(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return "not YAML: " + Shown.line(context + e.getProblem());
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
