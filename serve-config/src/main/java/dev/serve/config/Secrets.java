package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.SecretValues;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Leaf;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand elsewhere: {@code passphrase: {file: /run/secrets/key}} is what that file
 * holds, less one end of line; {@code passphrase: {env: KEY_PASSPHRASE}} is that variable. Whatever
 * comes this way, or is tagged {@code !secret} where it stands, is a secret under any key, and
 * never shown. One use, one thread.
 */
final class Secrets {

    private static final String FILE = "file";

    private final Map<String, String> environment;
    private final Consumer<Path> files;
    private final List<Problem> problems;
    private final Map<String, String> texts = new LinkedHashMap<>();

    /**
     * @param files told of each file, also of one that cannot be read
     * @param problems where secrets that are not there go
     */
    Secrets(Map<String, String> environment, Consumer<Path> files, List<Problem> problems) {
        this.environment = environment;
        this.files = files;
        this.problems = problems;
    }

    /** Whether a map in place of a value says where the value stands. */
    static boolean isElsewhere(Branch branch) {
        return !branch.fields().isEmpty()
                && branch.fields().entrySet().stream()
                        .allMatch(
                                field ->
                                        SecretValues.ELSEWHERE.contains(field.getKey())
                                                && field.getValue().value() instanceof Leaf);
    }

    /** The value; null if it is not there, which is then a problem. */
    @Nullable Leaf read(String fullKey, Branch branch) {
        if (branch.fields().size() > 1) {
            problem(branch.origin(), fullKey, "both file and env (expected: one of them)");
            return null;
        }
        Leaf where = (Leaf) branch.fields().values().iterator().next().value();
        String text =
                branch.get(FILE) != null ? ofFile(fullKey, where) : ofEnvironment(fullKey, where);
        return text == null ? null : Leaf.secret(text, where.origin());
    }

    /** Takes note of a secret where it is read. */
    void note(String fullKey, String text) {
        texts.put(fullKey, text);
    }

    private @Nullable String ofFile(String fullKey, Leaf where) {
        try {
            Path file = Path.of(where.text());
            files.accept(file);
            try {
                return withoutLineEnd(FileText.read(file));
            } catch (IOException e) {
                problem(
                        where.origin(),
                        fullKey,
                        Shown.text(where.text())
                                + ": "
                                + FileText.why(file, "a file with the value", e));
                return null;
            }
        } catch (InvalidPathException e) {
            problems.add(new Problem(where.origin(), fullKey, Shown.text(where.text()), "a path"));
            return null;
        }
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(0, end);
    }

    private @Nullable String ofEnvironment(String fullKey, Leaf where) {
        String value = environment.get(where.text());
        if (value == null) {
            problems.add(
                    new Problem(
                            where.origin(),
                            fullKey,
                            Shown.text(where.text()),
                            "the name of an environment variable that is set"));
        }
        return value;
    }

    private void problem(Origin origin, String fullKey, String what) {
        problems.add(new Problem(origin, fullKey, null, what));
    }

    /** All that were read. */
    SecretValues values() {
        return SecretValues.of(texts);
    }
}
